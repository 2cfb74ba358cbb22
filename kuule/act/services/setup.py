"""A new programme: what it is for, who stands behind it, tried on oneself and on a few, then rolled out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kuule.act.models import Charter, CharterPart
from kuule.act.rules.letters import ACCEPTANCE, TRY_OUT
from kuule.act.rules.setup import (
    MOST_PILOT_ACCOUNTS,
    MOST_PILOT_PEOPLE,
    NO_AIM,
    NO_PROGRAMME,
    OWNER,
    SPONSOR,
    not_yet,
)
from kuule.act.selectors.setup import charter_of, charter_parts, first_programme, has_pilot, named_in
from kuule.act.services.letters import write_letter
from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.models import Programme, Wave
from kuule.dispatch.services import create_programme, schedule_wave, start_programme
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPlan:
    """What a programme is for: see `Charter`."""

    aim: str
    first_result_on: date
    margin: float
    case_minutes: int
    case_hours: int


@transaction.atomic
def write_charter(
    *, workspace: Workspace, plan: CharterPlan, actor: Actor, now: datetime, member: Member | None = None
) -> Charter:
    """Write down what the programme is for. A new aim is a new promise: whoever accepted is asked again."""
    known = Charter.objects.select_for_update().filter(workspace=workspace).first()
    charter = known or Charter(workspace=workspace, made_by=member, made_at=now)
    is_another = known is not None and known.aim != plan.aim
    for name in CharterPlan.__dataclass_fields__:
        setattr(charter, name, getattr(plan, name))
    charter.changed_at = now
    charter.save()
    if is_another:
        for part in charter_parts(workspace):
            CharterPart.objects.filter(pk=part.pk).update(accepted_at=None, asked_at=now)
            _ask(part, now)
    record(workspace=workspace, actor=actor, act="charter_written", subject=charter, now=now)
    return charter


@transaction.atomic
def name_parts(*, workspace: Workspace, sponsor: Member, owners: Sequence[Member], actor: Actor, now: datetime) -> None:
    """Say who stands behind the programme. Whoever is new is asked to accept; who is named no more is taken out.

    Raises Refused("no_aim") before there is something to accept, and ValueError for members of another workspace.
    """
    if any(each.workspace_id != workspace.pk for each in (sponsor, *owners)):
        raise ValueError("A member of another workspace")
    charter = charter_of(workspace)
    if charter is None:
        raise Refused(NO_AIM)
    wanted = {(SPONSOR, sponsor.pk), *((OWNER, each.pk) for each in owners)}
    known = {(each.part, each.member_id): each for each in charter_parts(workspace)}
    gone = [part.pk for key, part in known.items() if key not in wanted]
    CharterPart.objects.filter(pk__in=gone).delete()
    for part, member in sorted(wanted - known.keys()):
        made = CharterPart.objects.create(workspace=workspace, member_id=member, part=part, asked_at=now)
        _ask(made, now)
    record(workspace=workspace, actor=actor, act="charter_parts_named", subject=charter, now=now)


@transaction.atomic
def accept_part(*, part: CharterPart, member: Member, actor: Actor, now: datetime) -> None:
    """Stand behind the programme, by name. Raises Refused("not_yours") for everybody else."""
    if part.member_id != member.pk:
        raise Refused("not_yours")
    if CharterPart.objects.filter(pk=part.pk, accepted_at=None).update(accepted_at=now):
        record(workspace=part.workspace, actor=actor, act="charter_part_accepted", subject=part, now=now)
    part.refresh_from_db(fields=["accepted_at"])


@transaction.atomic
def draft_programme(
    *, workspace: Workspace, survey: Survey, name: str, period_days: int, actor: Actor, now: datetime
) -> Programme:
    """Make the programme that will ask everybody, at the pace that its people can follow. It asks nobody yet.

    Raises Refused("no_aim").
    """
    charter = charter_of(workspace)
    if charter is None:
        raise Refused(NO_AIM)
    return create_programme(
        workspace=workspace,
        survey=survey,
        name=name,
        actor=actor,
        now=now,
        period_days=period_days,
        # Who is a customer today has long been one: nobody is asked to wait.
        first_after_days=0,
        case_minutes=charter.case_minutes,
        case_hours=charter.case_hours,
    )


def try_on_oneself(*, workspace: Workspace, survey: Survey, member: Member, actor: Actor, now: datetime) -> None:
    """Send the survey to a member as customers get it; an answer to it is not counted."""
    with transaction.atomic():
        letter = write_letter(workspace=workspace, purpose=TRY_OUT, to=member, now=now, params={"survey": survey.pk})
        if letter is not None:
            record(workspace=workspace, actor=actor, act="survey_tried", subject=letter, now=now)


@transaction.atomic
def begin_pilot(
    *, workspace: Workspace, survey: Survey, accounts: Sequence[Account], name: str, actor: Actor, now: datetime
) -> Wave:
    """Ask the people of a few accounts first.

    Raises Refused with "no_aim", "no_accounts", "too_many_accounts", "too_many_people" (with `people`), or what
    `schedule_wave` refuses.
    """
    charter = charter_of(workspace)
    if charter is None:
        raise Refused(NO_AIM)
    if not accounts:
        raise Refused("no_accounts")
    if len(accounts) > MOST_PILOT_ACCOUNTS:
        raise Refused("too_many_accounts")
    people = Contact.objects.filter(workspace=workspace, account__in=accounts, archived_at=None)
    ids = tuple(people.order_by("pk").values_list("pk", flat=True))
    if len(ids) > MOST_PILOT_PEOPLE:
        raise Refused("too_many_people", people=len(ids))
    wave = schedule_wave(
        workspace=workspace,
        survey=survey,
        name=name,
        audience=ContactFilter(ids=ids),
        due_at=now,
        channels=(EMAIL,),
        actor=actor,
        now=now,
    )
    Charter.objects.filter(pk=charter.pk).update(pilot=wave)
    record(workspace=workspace, actor=actor, act="pilot_begun", subject=wave, now=now)
    return wave


@transaction.atomic
def roll_out(*, workspace: Workspace, actor: Actor, now: datetime) -> Programme:
    """Ask everybody from now on. Raises Refused with a code of `rules.setup.not_yet`, or of `start_programme`."""
    charter, programme = charter_of(workspace), first_programme(workspace)
    code = not_yet(
        has_aim=charter is not None,
        named=named_in(workspace),
        has_pilot=has_pilot(workspace),
        has_programme=programme is not None,
    )
    if code or programme is None:
        raise Refused(code or NO_PROGRAMME)
    start_programme(programme=programme, actor=actor, now=now)
    return programme


def _ask(part: CharterPart, now: datetime) -> None:
    write_letter(
        workspace=part.workspace,
        purpose=ACCEPTANCE,
        to=part.member,
        now=now,
        params={"part": part.pk},
        once_key=f"part {part.pk} {now:%Y%m%d%H%M%S}",
    )
