"""What the causes that were removed are worth."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.economics.answers.kept import CAUSES
from kuule.economics.selectors.effects import treatments_of
from kuule.economics.services.counting import known_figures
from kuule.economics.views.counting import waits_for_figures
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_value")
@require_safe
@waits_for_figures
def causes_page(request: MemberRequest) -> HttpResponse:
    """Show each cause with its effect, and what the shown ones are worth together; hopes apart."""
    known = known_figures(request.workspace, CAUSES, now=timezone.now())
    treatments = treatments_of(request.workspace).in_bulk([each.treatment_id for each in known.figures.causes])
    context = {
        "known": known,
        "found": known.figures,
        "causes": [(each, treatments[each.treatment_id]) for each in known.figures.causes],
    }
    return render(request, "economics/causes.html", context)
