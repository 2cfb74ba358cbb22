"""Finding what an address names, in the workspace that it is of."""

from django.http import Http404

from kuule.dispatch.models import Collector
from kuule.dispatch.selectors.collectors import collector_of
from kuule.workspaces.auth import MemberRequest


def collector_or_404(request: MemberRequest, collector_id: int) -> Collector:
    """Return a way to collect answers of this workspace."""
    collector = collector_of(request.workspace, collector_id=collector_id)
    if collector is None:
        raise Http404
    return collector
