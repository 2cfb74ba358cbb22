"""Writing down what was read, unless something changed meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kuule.insight.models import CommentReading, CommentVector, ThemeLabel
from kuule.insight.rules.themes import lot_of
from kuule.insight.selectors.learned import Learned, versions_in
from kuule.insight.services.comments.reader import Read
from kuule.insight.services.comments.wording import forget_examples
from kuule.lib.bulk import wide_cache
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace

BATCH = 500
_FIELDS = ("language", "masked", "p_promoter", "model_version", "urgency", "urgent_phrase", "read_at")


class LearnedMeanwhileError(Exception):
    """What comments were read by is not what the workspace knows now: read them again."""


@transaction.atomic
def keep_readings(
    *, workspace: Workspace, responses: Collection[int], read: Sequence[Read], learned: Learned, now: datetime
) -> int:
    """Keep what was read out of these answers' comments, with their labels; return how many.

    A comment that changed while it was read is left to the entry which that made; what has no words any more loses its
    reading and labels. What people said about labels stays.

    Raises
    ------
    LearnedMeanwhileError
        If a model or a theme is another one by now.
    """
    if versions_in(workspace) != learned.versions:
        raise LearnedMeanwhileError
    locked = Response.objects.select_for_update(of=("self",)).filter(workspace=workspace, pk__among=list(responses))
    verbatims = dict(locked.order_by("pk").values_list("pk", "verbatim"))
    _forget(workspace, [pk for pk in responses if not verbatims.get(pk, "").strip()])
    same = [each for each in read if verbatims.get(each.response_id) == each.verbatim]
    with wide_cache():
        _keep_vectors(workspace, same, learned)
        CommentReading.objects.bulk_create(
            (_reading(workspace, each, learned, now) for each in same),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["response"],
            update_fields=_FIELDS,
        )
        keep_labels(
            workspace=workspace,
            themes={each.response_id: each.themes for each in same},
            versions=learned.theme_versions,
        )
    return len(same)


def keep_labels(
    *, workspace: Workspace, themes: Mapping[int, Mapping[int, float]], versions: Mapping[int, str]
) -> None:
    """Give answers these themes with these probabilities, in place of what models said before of the themes named.

    `themes` is by answer, `versions` the model of each theme that was looked for.
    """
    found = {(response, theme): p for response, probable in themes.items() for theme, p in probable.items()}
    before = ThemeLabel.objects.of(themes).filter(theme__in=list(versions))
    known = {(label.response_id, label.theme_id): label for label in before}
    gone = [label.pk for pair, label in known.items() if pair not in found and label.verdict is None]
    ThemeLabel.objects.filter(pk__among=gone).delete()
    fresh = [
        ThemeLabel(
            workspace=workspace,
            response_id=response,
            theme_id=theme,
            probability=probability,
            model_version=versions[theme],
        )
        for (response, theme), probability in found.items()
        if not _is_same(known.get((response, theme)), probability, versions[theme])
    ]
    ThemeLabel.objects.bulk_create(
        fresh,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["response", "theme"],
        update_fields=["probability", "model_version"],
    )


def _is_same(label: ThemeLabel | None, probability: float, version: str) -> bool:
    return label is not None and label.model_version == version and label.probability == probability


def _reading(workspace: Workspace, read: Read, learned: Learned, now: datetime) -> CommentReading:
    return CommentReading(
        workspace=workspace,
        response_id=read.response_id,
        language=read.language,
        masked=read.masked,
        p_promoter=read.p_promoter,
        model_version=learned.sentiment_version if read.p_promoter is not None else "",
        urgency=read.urgency,
        urgent_phrase=read.urgent_phrase,
        lot=lot_of(read.response_id),
        read_at=now,
    )


def _keep_vectors(workspace: Workspace, same: Sequence[Read], learned: Learned) -> None:
    """Keep what was placed; the vector of a comment that has changed since, and was not placed anew, is none of it."""
    before = CommentReading.objects.filter(response__pk__among=[each.response_id for each in same])
    masked = dict(before.values_list("response", "masked"))
    changed = [each.response_id for each in same if masked.get(each.response_id, each.masked) != each.masked]
    CommentVector.objects.filter(response__pk__among=changed).delete()
    CommentVector.objects.bulk_create(
        (
            CommentVector(
                workspace=workspace,
                response_id=each.response_id,
                embedder=learned.embedder.name if learned.embedder else "",
                vector=each.vector.tobytes(),
            )
            for each in same
            if each.vector is not None
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["embedder", "vector"],
    )


def _forget(workspace: Workspace, responses: Sequence[int]) -> None:
    for model in (ThemeLabel, CommentVector, CommentReading):
        model.objects.filter(response__pk__among=responses).delete()
    forget_examples(workspace_id=workspace.pk, responses=responses)
