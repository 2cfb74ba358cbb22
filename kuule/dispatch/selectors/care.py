"""Care after something happened: plans, what is due, and the calls that somebody here has to make."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kuule.dispatch.models import CareAct, CarePlan, CareRun, Occurrence
from kuule.dispatch.rules.care import CALL_STEP, CARING
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Workspace

# What is told later than this after it happened needs no care any more.
LATEST = timedelta(days=31)


def care_plan(touchpoint: Touchpoint) -> CarePlan | None:
    """Return the plan of a touchpoint, or None."""
    return CarePlan.objects.filter(workspace_id=touchpoint.workspace_id, touchpoint=touchpoint).first()


def workspaces_that_care() -> QuerySet[Workspace]:
    """Return the workspaces in which care may begin or go on."""
    on = CarePlan.objects.filter(workspace=OuterRef("pk"), is_on=True)
    going_on = CareRun.objects.filter(workspace=OuterRef("pk"), due_at__isnull=False)
    return Workspace.objects.filter(Exists(on) | Exists(going_on)).order_by("pk")


def plans_that_are_on(workspace: Workspace) -> QuerySet[CarePlan]:
    """Return the plans by which care begins."""
    live = CarePlan.objects.filter(workspace=workspace, is_on=True, touchpoint__archived_at=None)
    return live.select_related("touchpoint__survey").order_by("pk")


def occurrences_to_care_about(plan: CarePlan, *, now: datetime) -> QuerySet[Occurrence]:
    """Return what happened since a plan is on and is not cared about yet, the oldest first."""
    since = max(plan.since or now, now - LATEST)
    happened = Occurrence.objects.filter(
        workspace_id=plan.workspace_id,
        touchpoint_id=plan.touchpoint_id,
        happened_at__gte=since,
        happened_at__lte=now,
        contact__isnull=False,
    )
    known = CareRun.objects.filter(occurrence=OuterRef("pk"))
    return happened.filter(~Exists(known)).order_by("happened_at", "pk")


def people_in_care(plan: CarePlan, *, contact_ids: list[int]) -> set[int]:
    """Return who of these people is being cared for by a plan."""
    caring = CareRun.objects.filter(plan=plan, state=CARING, occurrence__contact__in=contact_ids)
    return {each for each in caring.values_list("occurrence__contact", flat=True) if each is not None}


def due_runs(workspace: Workspace, *, now: datetime) -> QuerySet[CareRun]:
    """Return the care of which a step is due, what waited longest first."""
    due = CareRun.objects.filter(workspace=workspace, due_at__lte=now).order_by("due_at", "pk")
    return due.select_related(
        "plan__touchpoint__survey",
        "plan__touchpoint__owner",
        "occurrence__contact__account__owner",
        "occurrence__account__owner",
        "occurrence__invitation",
    )


def open_calls(workspace: Workspace, *, owner: Member | None = None) -> QuerySet[CareAct]:
    """Return the calls that are to be made, those due first first; of one member alone if given."""
    calls = CareAct.objects.filter(workspace=workspace, kind=CALL_STEP, done_at=None)
    calls = calls.filter(owner=owner) if owner else calls
    return calls.filter(run__occurrence__contact__isnull=False).select_related(*_OF_CALLS).order_by("due_at", "pk")


_OF_CALLS = (
    "owner__user",
    "run__plan__touchpoint",
    "run__occurrence__contact__account",
    "run__occurrence__account",
)


def open_call(workspace: Workspace, *, act_id: int) -> CareAct | None:
    """Return one call that is to be made, or None."""
    return open_calls(workspace).filter(pk=act_id).first()


def counts_of_runs(plan: CarePlan) -> dict[str, int]:
    """Return how many occurrences were cared about, held out, and how many calls wait and were made."""
    runs, calls = CareRun.objects.filter(plan=plan), CareAct.objects.filter(run__plan=plan, kind=CALL_STEP)
    return {
        "cared": runs.filter(is_held_out=False).count(),
        "held_out": runs.filter(is_held_out=True).count(),
        "tips": CareAct.objects.filter(Q(delivery__isnull=False), run__plan=plan).count(),
        "calls_made": calls.filter(done_at__isnull=False).count(),
        "calls_open": calls.filter(done_at=None).count(),
    }


def act_of(delivery_id: int) -> CareAct | None:
    """Return the step that a message belongs to, or None."""
    return CareAct.objects.filter(delivery=delivery_id).annotate(language=F("delivery__invitation__language")).first()
