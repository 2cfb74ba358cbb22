"""What grows old: answers that lose their names, people who are forgotten, traces that fade."""

from collections.abc import Callable

from django.utils import timezone

from kuule.responses.services.anonymous import part_writes
from kuule.responses.services.retention import erase_silent_people, forget_old_answers
from kuule.workspaces.models import Workspace


def drain_old_answers() -> int:
    """Take the persons off some answers that are older than their workspace keeps them. Returns how many."""
    return _in_each("answers_kept_months", forget_old_answers)


def drain_silent_people() -> int:
    """Erase some people who were silent for longer than their workspace keeps them. Returns how many."""
    return _in_each("people_kept_months", erase_silent_people)


def drain_anonymous_marks() -> int:
    """Write the marks of yesterday's anonymous answers once more, so that no transaction tells whose is whose."""
    for workspace in Workspace.objects.order_by("pk"):
        part_writes(workspace=workspace, now=timezone.now())
    return 0  # there is never more to do


def _in_each(setting: str, forget: Callable[..., int]) -> int:
    limited = Workspace.objects.filter(**{f"{setting}__isnull": False}).order_by("pk")
    return sum(forget(workspace=workspace, now=timezone.now()) for workspace in limited)
