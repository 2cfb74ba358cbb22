"""What can be read about the demo: its files, and how to sign in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kuule.act.models import Case
from kuule.act.rules import CLOSED
from kuule.contacts.models import Account, Contact, ContactMove
from kuule.contacts.rules import DECISION_MAKER
from kuule.contacts.selectors import suppressions_of
from kuule.demo.rules.acts import (
    CasesSketch,
    HuddlesSketch,
    LettersSketch,
    ProgrammeSketch,
    SketchedGoal,
    SketchedHuddle,
    SketchedInitiative,
    SketchedItem,
    SketchedPulse,
)
from kuule.demo.rules.by_link import LinkSurvey, Round
from kuule.demo.rules.comments import Comment
from kuule.demo.rules.customers import AccountSketch, AttendeesSketch, Groups, GroupSketch, Names, PartnersSketch
from kuule.demo.rules.story import (
    Happening,
    MoneySketch,
    Remark,
    SketchedCare,
    SketchedCollector,
    SketchedMoment,
    SketchedStage,
    SketchedTreatment,
    Story,
    TryingSketch,
)
from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import DUE, HANDED_OVER, reminders_from
from kuule.dispatch.rules.care import steps_from
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, ZERO_TO_TEN
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL
from kuule.workspaces.models import Workspace
from kuule.workspaces.selectors import members, workspace_by_slug

# Answers come for up to so long after the ask.
SETTLED, LATELY = timedelta(days=17), timedelta(days=60)
FILES = Path(__file__).parent / "story"
COMMENT_LANGUAGES = ("en", "fi", "sv", "de")


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in to the demo company as its owner."""

    email: str
    password: str


def story() -> Story:
    """Return the story as its files tell it."""
    people = _read("people")
    return Story(
        company=_read("company"),
        accounts=[AccountSketch(**sketch) for sketch in _read("accounts")],
        languages=people["languages"],
        names={culture: Names(**names) for culture, names in people["names"].items()},
        titles=people["titles"],
        comments={language: _comments(language) for language in COMMENT_LANGUAGES},
        ratings=_read("ratings"),
        by_link=[_link_survey(told) for told in _read("by_link")],
        journey=[
            SketchedStage(told["stage"], [SketchedMoment(**moment) for moment in told["moments"]])
            for told in _read("journey")
        ],
        happenings=[_happening(told) for told in _read("happenings")],
        groups=_groups(_read("groups")),
        collectors=[SketchedCollector(**told) for told in _read("collectors")],
        heard=[Remark(**told) for told in _read("heard")],
        money=_money(_read("money")),
        trying=_trying(_read("trying")),
        initiatives=[SketchedInitiative(**told) for told in _read("initiatives")],
        huddles=_huddles(_read("huddles")),
        programme=_programme(_read("programme")),
        cases=CasesSketch(**_read("cases")),
        letters=LettersSketch(**_read("letters")),
    )


def demo_sign_in() -> DemoSignIn | None:
    """Return the sign-in of the demo's owner; None without a demo, or once the password is no longer the known one."""
    company = _read("company")
    workspace = workspace_by_slug(company["slug"])
    owner = company["members"][0]["email"]
    member = members(workspace).filter(user__email=owner).first() if workspace else None
    if member is None or not member.user.check_password(company["password"]):
        return None
    return DemoSignIn(owner, company["password"])


def waiting_deliveries(wave: Wave) -> list[Delivery]:
    """Return the messages of a wave that wait to be handed over, with all that an answer to them needs."""
    waiting = Delivery.objects.filter(workspace=wave.workspace_id, invitation__wave=wave, state=DUE)
    return list(waiting.select_related("workspace", "invitation__contact__account"))


def silent_invitations(workspace: Workspace, *, count: int, skip: int = 0) -> list[Invitation]:
    """Return invitations of the wave before the newest that nobody answered, whose people may be written to."""
    waves = Wave.objects.filter(workspace=workspace, invitations__asked_at__isnull=False).distinct()
    before = waves.order_by("-due_at", "-pk")[1:2].values("pk")
    silent = Invitation.objects.filter(
        workspace=workspace,
        wave__in=list(before.values_list("pk", flat=True)),
        asked_at__isnull=False,
        answered_at=None,
    )
    known = silent.select_related("workspace", "version__survey", "contact__account").order_by("pk")
    stopped = suppressions_of(workspace, addresses=[each.contact.email for each in known if each.contact])
    reachable = [each for each in known if each.contact and each.contact.email not in stopped]
    return [each for each in reachable if each.contact and each.contact.archived_at is None][skip : skip + count]


def relationship_answers(workspace: Workspace, *, since: datetime, until: datetime) -> QuerySet[Response]:
    """Return what people answered by name to relationship surveys in a time, the oldest first."""
    found = Response.objects.filter(
        workspace=workspace, survey__family=RELATIONSHIP, survey__is_anonymous=False, verdict=PERSON
    )
    named = found.filter(contact__isnull=False, answered_at__gte=since, answered_at__lt=until)
    return named.order_by("answered_at", "pk")


def promoters_asked_before(workspace: Workspace, *, moment: datetime, but_not_in: Account) -> QuerySet[Contact]:
    """Return promoters of other accounts who were asked last some weeks before a moment, and have not moved."""
    later = Invitation.objects.filter(workspace=workspace, asked_at__gte=moment - SETTLED)
    lately = Invitation.objects.filter(
        workspace=workspace, asked_at__gte=moment - LATELY, answered_at__isnull=False, wave__isnull=False
    )
    happy = Response.objects.filter(workspace=workspace, score__gte=9, invitation__in=lately.values("pk"))
    moved = ContactMove.objects.filter(workspace=workspace)
    people = Contact.objects.filter(workspace=workspace, archived_at=None, pk__in=happy.values("contact"))
    others = people.exclude(pk__in=later.values("contact")).exclude(pk__in=moved.values("contact"))
    return others.exclude(account=but_not_in).exclude(account__in=moved.values("from_account")).order_by("pk")


def unanswered_mails(workspace: Workspace, *, count: int) -> list[Delivery]:
    """Return the first mails of the newest wave that nobody answered, whose people may still be written to."""
    newest = Wave.objects.filter(workspace=workspace, invitations__asked_at__isnull=False).latest("due_at", "pk")
    silent = Delivery.objects.filter(
        workspace=workspace, invitation__wave=newest, state=HANDED_OVER, invitation__answered_at=None
    )
    known = silent.select_related("invitation__contact").order_by("handed_over_at", "pk")
    stopped = suppressions_of(
        workspace, addresses=[one.invitation.contact.email for one in known if one.invitation.contact]
    )
    return [one for one in known if one.invitation.contact and one.invitation.contact.email not in stopped][:count]


def wordless_detractors(workspace: Workspace, *, count: int) -> list[Response]:
    """Return the newest answers of customers who were not happy at all and wrote nothing."""
    found = _detractors(workspace).filter(verbatim="", score__lte=4)
    return list(found[:count])


def detractors_with_words(workspace: Workspace, *, count: int) -> list[Response]:
    """Return the newest answers of customers who were not happy and wrote why."""
    return list(_detractors(workspace).exclude(verbatim="")[:count])


def cases_with_an_owner(workspace: Workspace, *, state: str, count: int) -> list[Case]:
    """Return cases of people with an address, owned, reached and not at rest, the newest first."""
    reached = Case.objects.filter(workspace=workspace, state=state, contacted_at__isnull=False, owner__isnull=False)
    awake = reached.filter(snoozed_until=None)
    known = awake.exclude(contact=None).exclude(contact__email="").order_by("-opened_at", "-pk")
    return list(known.select_related("workspace", "contact", "owner__user", "response")[:count])


def cases_that_were_closed(workspace: Workspace, *, outcome: str, count: int) -> list[Case]:
    """Return closed cases with an outcome, of different people with an address, the newest first."""
    closed = cases_with_an_owner(workspace, state=CLOSED, count=10 * count)
    of_person = {case.contact_id: case for case in reversed(closed) if case.outcome == outcome}
    return list(of_person.values())[::-1][:count]


def unhappy_customers(workspace: Workspace, *, count: int) -> list[Response]:
    """Return the newest answers of unhappy people of accounts that somebody owns."""
    return list(unhappy_answers(workspace).order_by("-answered_at", "-pk")[:count])


def worth_a_call(workspace: Workspace, *, count: int) -> list[Response]:
    """Return the newest comments of people who are neither unhappy nor promoters."""
    answers = Response.objects.filter(workspace=workspace, survey__family=RELATIONSHIP, verdict=PERSON)
    found = answers.filter(score__in=(7, 8), contact__isnull=False, account__owner__isnull=False).exclude(verbatim="")
    known = found.select_related("contact", "account__owner__user", "account__team", "survey")
    return list(known.order_by("-answered_at", "-pk")[:count])


def answers_since(workspace: Workspace, *, since: datetime) -> list[tuple[int, datetime]]:
    """Return the answers from a moment on, by id, with when each was given, the oldest first."""
    given = Response.objects.filter(workspace=workspace, answered_at__gte=since).order_by("answered_at", "pk")
    return list(given.values_list("pk", "answered_at"))


def silent_key_person(workspace: Workspace) -> Contact | None:
    """Return a decision-maker who was asked and never answered."""
    asked = Invitation.objects.filter(workspace=workspace, asked_at__isnull=False, contact=OuterRef("pk"))
    answered = Response.objects.filter(workspace=workspace, contact=OuterRef("pk"))
    key = Contact.objects.filter(workspace=workspace, role=DECISION_MAKER, archived_at=None)
    silent = key.filter(Exists(asked), ~Exists(answered), account__owner__isnull=False)
    return silent.select_related("account__owner__user", "account__team").order_by("pk").first()


def unhappy_once(workspace: Workspace, *, until: datetime, count: int) -> list[Response]:
    """Return the newest answers before a moment of unhappy people who answered again later."""
    later = Response.objects.filter(
        workspace=workspace, contact=OuterRef("contact"), answered_at__gt=OuterRef("answered_at"), verdict=PERSON
    )
    known = unhappy_answers(workspace).filter(Exists(later), answered_at__lt=until)
    return list(known.order_by("-answered_at", "-pk")[:count])


def unhappy_answers(workspace: Workspace) -> QuerySet[Response]:
    """Return answers of unhappy people of accounts that somebody owns, with or without words."""
    asked = {"survey__family__in": (RELATIONSHIP, TRANSACTIONAL), "survey__is_anonymous": False, "verdict": PERSON}
    answers = Response.objects.filter(workspace=workspace, score__lte=6, scale=ZERO_TO_TEN, **asked)
    found = answers.filter(contact__isnull=False, account__owner__isnull=False)
    return found.select_related("contact", "account__owner__user", "account__team", "survey")


def answers_by_customers(workspace: Workspace) -> Iterator[tuple[int, str, str, int, datetime]]:
    """Yield what customers with an address answered by name: id, address, account, score and when, the oldest first."""
    answers = Response.objects.filter(workspace=workspace, survey__family=RELATIONSHIP, verdict=PERSON)
    named = answers.filter(survey__is_anonymous=False, account__isnull=False).exclude(contact__email="")
    wanted = named.filter(contact__isnull=False).order_by("answered_at", "pk")
    yield from wanted.values_list("pk", "contact__email", "account__name", "score", "answered_at")


def _detractors(workspace: Workspace) -> QuerySet[Response]:
    answers = Response.objects.filter(workspace=workspace, survey__family=RELATIONSHIP, verdict=PERSON)
    unhappy = answers.filter(score__lte=6, account__owner__isnull=False)
    known = unhappy.select_related("workspace", "survey", "account__owner")
    return known.filter(changed_at=None).order_by("-answered_at", "-pk")


def _comments(language: str) -> dict[str, list[Comment]]:
    return _by_key(_read(f"comments.{language}"))


def _link_survey(told: dict[str, Any]) -> LinkSurvey:
    ratings = {key: _scores(weights) for key, weights in told.get("ratings", {}).items()}
    rounds = [Round(**each) for each in told["rounds"]]
    return LinkSurvey(**{**_spoken(told), "rounds": rounds, "ratings": ratings})


def _happening(told: dict[str, Any]) -> Happening:
    care = told.get("care")
    return Happening(
        **{
            **_spoken(told),
            "scores_without_care": _scores(told.get("scores_without_care", {})),
            "care": SketchedCare(**{**care, "steps": steps_from(care["steps"])}) if care else None,
        }
    )


def _money(told: dict[str, Any]) -> MoneySketch:
    settings = {key: Decimal(str(value)) for key, value in told["settings"].items()}
    return MoneySketch(**{**told, "settings": settings})


def _programme(told: dict[str, Any]) -> ProgrammeSketch:
    return ProgrammeSketch(**{**told, "goals": [SketchedGoal(**goal) for goal in told["goals"]]})


def _trying(told: dict[str, Any]) -> TryingSketch:
    done = [SketchedTreatment(**each) for each in told["treatments"]]
    return TryingSketch(**{**told, "treatments": done})


def _huddles(told: dict[str, Any]) -> HuddlesSketch:
    held = [
        SketchedHuddle(readers=each["readers"], items=[SketchedItem(**item) for item in each["items"]])
        for each in told["held"]
    ]
    return HuddlesSketch(**{**told, "held": held, "pulses": [SketchedPulse(**each) for each in told["pulses"]]})


def _groups(told: dict[str, Any]) -> Groups:
    partners, attendees = told["partners"], told["attendees"]
    return Groups(
        partners=PartnersSketch(**{**_spoken(partners), "reminders": reminders_from(partners["reminders"])}),
        attendees=AttendeesSketch(**_spoken(attendees)),
        employees=GroupSketch(**told["employees"]),
    )


def _spoken(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "scores": _scores(told["scores"]), "comments": _by_key(told["comments"])}


def _scores(told: dict[str, float]) -> dict[int, float]:
    return {int(score): weight for score, weight in told.items()}


def _by_key(told: dict[str, list[list[Any]]]) -> dict[str, list[Comment]]:
    return {key: [Comment(*one) for one in them] for key, them in told.items()}


def _read(name: str) -> Any:
    return json.loads((FILES / f"{name}.json").read_bytes())
