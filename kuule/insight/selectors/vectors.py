"""Comments as an embedder placed them, kept because that takes long."""

from collections.abc import Sequence

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from kuule.insight.models import CommentReading, CommentVector, TextModel
from kuule.insight.rules.themes import LABELLING, PLACING
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, OPEN_STATES
from kuule.text.comments import Vectors
from kuule.text.embedding import Embedder, NoEmbedder, installed_embedder
from kuule.text.sentiment import FEWEST_BY_VECTORS
from kuule.workspaces.models import Workspace

# So few are placed while something is learned; more have to be placed by a job first.
MISSING_AT_MOST = 0.05


def the_embedder() -> Embedder | None:
    """Return the embedder of this machine, if there is one."""
    found = installed_embedder()
    return None if isinstance(found, NoEmbedder) else found


def kept_vectors(responses: Sequence[int], *, embedder: str) -> dict[int, Vectors]:
    """Return the vectors of the comments of these answers, as far as this embedder has made them."""
    found = CommentVector.objects.filter(embedder=embedder, response__pk__among=list(responses))
    rows = found.values_list("response_id", "vector")
    return {response: np.frombuffer(bytes(vector), dtype=np.float16) for response, vector in rows}


def without_vector(workspace: Workspace, *, embedder: str) -> QuerySet[CommentReading]:
    """Return the comments that this embedder has not placed yet."""
    known = CommentVector.objects.filter(response=OuterRef("response"), embedder=embedder)
    return CommentReading.objects.filter(~Exists(known), workspace=workspace)


def workspaces_to_place() -> list[Workspace]:
    """Return the workspaces whose comments should be placed by the embedder of this machine, if there is one."""
    if the_embedder() is None:
        return []
    stopped = Job.objects.filter(kind=PLACING, state=CANCELLED).values("workspace")
    enough = (
        workspace
        for workspace in Workspace.objects.exclude(pk__in=stopped).order_by("pk")
        if CommentReading.objects.filter(workspace=workspace)[:FEWEST_BY_VECTORS].count() == FEWEST_BY_VECTORS
    )
    return [workspace for workspace in enough if learns_by(workspace) is None]


def workspaces_without_embedder() -> list[Workspace]:
    """Return the workspaces whose comments were read by an embedder that is not on this machine any more."""
    embedder = the_embedder()
    lost = TextModel.objects.exclude(embedder__in=("", embedder.name if embedder else "")).values("workspace")
    busy = Job.objects.filter(kind__in=(PLACING, LABELLING), state__in=OPEN_STATES).values("workspace")
    return list(Workspace.objects.filter(pk__in=lost).exclude(pk__in=busy).order_by("pk"))


def learns_by(workspace: Workspace) -> Embedder | None:
    """Return the embedder to learn with: the one of this machine, once it has placed nearly all comments."""
    embedder = the_embedder()
    if embedder is None:
        return None
    missing = without_vector(workspace, embedder=embedder.name).count()
    everything = CommentReading.objects.filter(workspace=workspace).count()
    return embedder if missing <= MISSING_AT_MOST * everything else None
