"""An initiative from the proposal to the measured effect: its evidence, what is at stake, money, and what shows."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.act.answers.business_case import NO_MONEY, NOBODY, Ground, break_even, business_case
from kuule.act.answers.management import agenda_on
from kuule.act.models import Initiative, InitiativeEntry, RootCause
from kuule.act.rules import MERGED
from kuule.act.rules.initiatives import (
    ALL,
    ASKED,
    GRANTED,
    MEASURED,
    PROPOSED,
    REFUSED,
    STOP,
    STOPPED,
    UNDER_WAY,
    UNHAPPY,
)
from kuule.act.selectors.evidence import evidence_answers, evidence_cases, evidence_of
from kuule.act.selectors.initiatives import public_initiatives
from kuule.act.services.initiative_moves import (
    ask_for_initiative,
    begin_initiative,
    grant_initiative,
    measure_initiative,
    refuse_initiative,
    stop_initiative,
)
from kuule.act.services.initiative_parts import make_review, pin_evidence, plan_review
from kuule.act.services.initiatives import accept_initiative, change_initiative
from kuule.act.services.telling import word_for_everybody
from kuule.economics.answers.causes import causes_removed
from kuule.economics.answers.executive import CAUSES, executive_figures
from kuule.economics.answers.group_value import value_of_groups
from kuule.economics.answers.what_if import what_if
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import CAUSE, ELSE, RAISED
from kuule.insight.services.comments.waiting import read_waiting
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.improving import carry_out, case_about, plan_of, propose, theme_of
from tests.conftest import NOW, Company
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.economics.test_effects import GROUP, START, ask_everybody
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
BEFORE = NOW.replace(month=8, day=20)
TODAY = NOW.date()
WHO: dict[str, Any] = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def filled(**told: Any) -> dict[str, Any]:
    """Return what somebody fills in on the page of a new initiative."""
    lines = {"segment-TOTAL_FORMS": 0, "segment-INITIAL_FORMS": 0}
    plan = plan_of()
    usual = {name: getattr(plan, name) for name in ("title", "cause", "if_we", "then_it", "for_whom", "heard_from")}
    return {**usual, "heard_since": "2025-12-01", "impact": 3, "effort": 1, **lines, **told}


def test_an_initiative_goes_its_way_through_the_pages(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=3)
    anna, bob = sign_in(nordlys.anna), sign_in(nordlys.bob)
    with time_machine.travel(BEFORE, tick=False):
        segment = {
            "segment-TOTAL_FORMS": 1,
            "segment-0-property": "account.plan",
            "segment-0-comparison": "equal",
            "segment-0-value": "Group",
        }
        shown = anna.post("/w/nordlys/improve/new/", filled(owner=nordlys.bob.pk, hoped_for="5000", **segment))
        initiative = Initiative.objects.get()
        page = f"/w/nordlys/improve/{initiative.pk}/"
        assert shown.headers["Location"] == page
        assert "Quick win" in anna.get(page).content.decode()
        anna.post(f"{page}move/asked/", {"asked-asked": "9000", "asked-words": "Two people"})
        assert anna.post(f"{page}move/granted/", {"granted-granted": "6000"}).status_code == 403
        refused = bob.post(f"{page}move/granted/", {"granted-granted": "9500"}, follow=True).content.decode()
        assert "more than was asked for" in refused
        bob.post(f"{page}move/granted/", {"granted-granted": "6000", "granted-words": "One is enough"})
        felt = {"under_way-felt_from": START.isoformat(), "under_way-before_days": 90, "under_way-after_days": 60}
        assert "taken it on" in anna.post(f"{page}move/under_way/", felt, follow=True).content.decode()
        assert anna.post(f"{page}accept/", follow=True).status_code == 200
        initiative.refresh_from_db()
        assert initiative.owner_accepted_at is None
        bob.post(f"{page}accept/")
        anna.post(f"{page}move/under_way/", felt)
    initiative.refresh_from_db()
    treatment = initiative.treatment
    assert treatment is not None
    assert (initiative.state, treatment.kind, treatment.answers_then) == (UNDER_WAY, CAUSE, 0)
    assert (treatment.touched, treatment.hoped_for, treatment.made_at) == ([GROUP], 5000, BEFORE)
    with time_machine.travel(NOW.replace(month=9, day=20), tick=False):
        anna.post(f"{page}move/done/", {"done-words": "Since Monday"})
        assert "is not over" in anna.post(f"{page}move/measured/", follow=True).content.decode()
    with time_machine.travel(NOW, tick=False):
        shown_page = anna.post(f"{page}move/measured/", follow=True).content.decode()
    initiative.refresh_from_db()
    assert (initiative.state, initiative.verdict) == (MEASURED, RAISED)
    assert "raised the score" in shown_page
    kinds = list(InitiativeEntry.objects.order_by("pk").values_list("params__to", flat=True))
    assert [kind for kind in kinds if kind] == [ASKED, GRANTED, UNDER_WAY, "done", MEASURED]
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"initiative_proposed", "initiative_granted", "initiative_measured", "treatment_written"} <= acts


def test_what_an_initiative_shows_is_among_the_causes_removed(nordlys: Company, programme: Programme) -> None:
    ask_everybody(programme, lift=3)
    initiative = propose(nordlys.workspace, owner=nordlys.bob, segment=(GROUP,), hoped_for=Decimal(5000), now=BEFORE)
    carry_out(initiative, owner=nordlys.bob, now=BEFORE, felt_from=START)
    agenda = agenda_on(nordlys.workspace, day=TODAY)
    assert [line.is_shown for line in agenda.lines] == [True]
    assert (agenda.hoped_for, agenda.worth) == (0, None)
    found = causes_removed(nordlys.workspace, day=TODAY)
    assert [each.treatment_id for each in found.shown] == [initiative.treatment_id]
    headline = next(each for each in executive_figures(nordlys.workspace, day=TODAY).headlines if each.key == CAUSES)
    assert headline.facts["shown"] == 1


def test_what_does_not_show_counts_as_nothing_and_its_hope_stands_apart(nordlys: Company, programme: Programme) -> None:
    ask_everybody(programme, lift=0)
    initiative = propose(nordlys.workspace, owner=nordlys.bob, segment=(GROUP,), hoped_for=Decimal(5000), now=BEFORE)
    carry_out(initiative, owner=nordlys.bob, now=BEFORE, felt_from=START)
    agenda = agenda_on(nordlys.workspace, day=TODAY)
    assert agenda.worth is not None
    assert (agenda.worth.value, agenda.worth.upper, agenda.hoped_for) == (0, 0, 5000)
    sums = agenda.sums
    assert (sums.asked, sums.granted, sums.refused, sums.waiting) == (9000, 6000, 3000, 0)


def test_what_was_stopped_removes_no_cause(nordlys: Company, programme: Programme) -> None:
    ask_everybody(programme, lift=3)
    initiative = propose(nordlys.workspace, owner=nordlys.bob, segment=(GROUP,), now=BEFORE)
    carry_out(initiative, owner=nordlys.bob, now=BEFORE, felt_from=START)
    stop_initiative(initiative=initiative, words="Too dear", **WHO)
    treatment = Treatment.objects.get()
    assert (treatment.kind, treatment.ends_on, initiative.state) == (ELSE, TODAY, STOPPED)
    assert not causes_removed(nordlys.workspace, day=TODAY).causes
    assert treatment.changes.get().before["kind"] == CAUSE


def test_the_effect_is_written_down_before_it_can_be_seen(nordlys: Company, programme: Programme) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob, member=nordlys.bob)
    assert initiative.owner_accepted_at == NOW
    ask_for_initiative(initiative=initiative, asked=Decimal(0), words="", **WHO)
    grant_initiative(initiative=initiative, granted=Decimal(0), words="", **WHO)
    with pytest.raises(Refused, match="felt_before"):
        begin_initiative(initiative=initiative, felt_from=TODAY - timedelta(days=1), **WHO)
    assert not Treatment.objects.exists()
    begin_initiative(initiative=initiative, felt_from=TODAY, **WHO)
    with pytest.raises(Refused, match="under_way"):
        change_initiative(initiative=initiative, plan=plan_of(for_whom="others"), **WHO)
    with pytest.raises(Refused, match="wrong_state"):
        measure_initiative(initiative=initiative, **WHO)


def test_a_new_owner_has_not_accepted_and_a_stranger_cannot(nordlys: Company) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob, member=nordlys.bob)
    change_initiative(initiative=initiative, plan=plan_of(owner=nordlys.frida), member=nordlys.bob, **WHO)
    assert initiative.owner_accepted_at is None
    with pytest.raises(Refused, match="not_the_owner"):
        accept_initiative(initiative=initiative, member=nordlys.bob, **WHO)
    assert initiative.entries.filter(kind="changed").get().params["fields"] == ["owner"]


def test_a_refusal_takes_a_reason_and_may_be_asked_anew(nordlys: Company) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob)
    ask_for_initiative(initiative=initiative, asked=Decimal(700), words="", **WHO)
    with pytest.raises(Refused, match="no_reason"):
        refuse_initiative(initiative=initiative, words=" ", **WHO)
    refuse_initiative(initiative=initiative, words="Not this year", **WHO)
    agenda = agenda_on(nordlys.workspace, day=TODAY)
    assert (agenda.sums.refused, agenda.sums.waiting, initiative.state) == (700, 0, REFUSED)
    ask_for_initiative(initiative=initiative, asked=Decimal(300), words="Cheaper", **WHO)
    agenda = agenda_on(nordlys.workspace, day=TODAY)
    assert (agenda.sums.asked, agenda.sums.refused, agenda.sums.waiting) == (300, 0, 300)


def test_evidence_is_what_the_criteria_mean_and_what_was_pinned(nordlys: Company, programme: Programme) -> None:
    workspace = nordlys.workspace
    fjord, small = programme.account("Fjord", plan="Group"), programme.account("Small", plan="Start")
    kari, per, ida = (programme.contact(account=each) for each in (fjord, small, small))
    unhappy = programme.answer(3, contact=kari, verbatim="I wait for ever")
    passive = programme.answer(7, contact=per, verbatim="Waiting at noon")
    happy = programme.answer(10, contact=ida, verbatim="No waiting at all")
    old = programme.answer(2, contact=kari, at=NOW - timedelta(days=500), verbatim="Long ago")
    nameless = programme.answer(1, verbatim="A shared link")
    theme = theme_of(workspace, unhappy, passive, happy, old, nameless)

    def behind(**told: Any) -> set[int]:
        initiative = propose(workspace, theme=theme, **told)
        return set(evidence_answers(initiative).values_list("pk", flat=True))

    assert behind() == {unhappy.pk, passive.pk, nameless.pk}
    assert behind(heard_from=UNHAPPY) == {unhappy.pk, nameless.pk}
    assert behind(heard_from=ALL) == {unhappy.pk, passive.pk, happy.pk, nameless.pk}
    assert behind(segment=(Condition({"property": "account.plan", "is": "equal", "value": "Group"}),)) == {unhappy.pk}
    initiative = propose(workspace, theme=theme, heard_from=UNHAPPY)
    pin_evidence(initiative=initiative, thing=happy, **WHO)
    pin_evidence(initiative=initiative, thing=happy, **WHO)
    found = evidence_of(initiative)
    assert (found.answers, found.comments, found.people) == (3, 3, 2)
    assert found.customers == {fjord.pk, small.pk}


def test_cases_of_a_cause_and_its_narrower_ones_stand_behind_it_with_their_answers(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    workspace = nordlys.workspace
    wide = RootCause.objects.create(workspace=workspace, name="Service")
    narrow = RootCause.objects.create(workspace=workspace, name="Nobody answers", parent=wide)
    other = RootCause.objects.create(workspace=workspace, name="Price")
    answers = [programme.answer(2, contact=programme.contact(), verbatim=f"Words {number}") for number in range(4)]
    mine = case_about(answers[0], root_cause=narrow, owner=nordlys.frida)
    theirs = case_about(answers[1], root_cause=wide)
    case_about(answers[2], root_cause=other)
    case_about(answers[3], root_cause=wide, state=MERGED)
    initiative = propose(workspace, root_cause=wide)
    assert set(evidence_cases(initiative)) == {mine, theirs}
    assert set(evidence_answers(initiative)) == set(answers[:2])
    page = f"/w/nordlys/improve/{initiative.pk}/"
    seen = sign_in(nordlys.frida).get(f"{page}evidence/").content.decode()
    assert "1 case is another team" in seen
    assert "2 cases" in seen
    all_seen = sign_in(nordlys.anna).get(f"{page}evidence/").content.decode()
    assert "another team" not in all_seen
    propose(workspace, root_cause=other, title="Lower the price")
    from_cases = sign_in(nordlys.frida).get("/w/nordlys/improve/?show=mine").content.decode()
    assert "Answer at noon" in from_cases
    assert "Lower the price" not in from_cases


def test_anonymous_answers_are_no_evidence(nordlys: Company, programme: Programme) -> None:
    answer = programme.answer(1, contact=programme.contact(), verbatim="Secret")
    theme = theme_of(nordlys.workspace, answer)
    programme.survey.is_anonymous = True
    programme.survey.save(update_fields=["is_anonymous"])
    answer.survey.refresh_from_db()
    initiative = propose(nordlys.workspace, theme=theme)
    assert not evidence_answers(initiative).exists()
    with pytest.raises(Refused, match="anonymous"):
        pin_evidence(initiative=initiative, thing=answer, **WHO)


def test_what_is_at_stake_is_what_the_unhappy_behind_it_would_be_worth(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    began, months = TODAY - timedelta(days=700), range(23)

    def customer(number: int, score: int, amount: float) -> FirmCustomer:
        sales = [Sale(began + timedelta(days=30 * month), amount + number, margin=amount / 2) for month in months]
        answers = [(began + timedelta(days=40), score), (TODAY - timedelta(days=30), score)]
        contract = {"starts_on": began, "ends_on": TODAY + timedelta(days=90)}
        return FirmCustomer(f"Firm {number}", answers=answers, sales=sales, contracts=[contract])

    firms = [customer(number, 3, 100) for number in range(8)] + [customer(8 + n, 8, 300) for n in range(8)]
    settle(programme, firms)
    initiative = propose(nordlys.workspace, heard_from=UNHAPPY, touchpoint=programme.touchpoint("Support"))
    ground, evidence = Ground(nordlys.workspace, day=TODAY), evidence_of(initiative)
    found = business_case(initiative, evidence, ground)
    expected = what_if(value_of_groups(nordlys.workspace, day=TODAY), step="detractors", number=8, is_share=False)
    assert (found.unhappy, found.customers, found.missing) == (8, 8, "")
    assert found.winning == expected
    assert found.contracts.value == 8 * 1200
    assert found.revenue == sum(ground.revenue[each] for each in evidence.customers)
    assert expected is not None
    assert expected.year.value is not None
    price = Decimal(str(round(expected.year.value / 8 * 3, 2))) - 1
    even = break_even(expected, price)
    assert even is not None
    assert even.best == 3
    assert even.least <= 3
    page = f"/w/nordlys/improve/{initiative.pk}/"
    assert "What is at stake" in sign_in(nordlys.vera).get(page).content.decode()
    frontline = sign_in(nordlys.frida).get(page).content.decode()
    assert "What is at stake" not in frontline
    assert " a year" not in frontline


def test_without_money_nobody_says_what_it_is_worth(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ground = Ground(nordlys.workspace, day=TODAY)
    nothing = propose(nordlys.workspace)
    assert business_case(nothing, evidence_of(nothing), ground).missing == NOBODY
    answer = programme.answer(2, contact=programme.contact(account=programme.account("Fjord")))
    initiative = propose(nordlys.workspace, theme=theme_of(nordlys.workspace, answer))
    found = business_case(initiative, evidence_of(initiative), ground)
    assert (found.missing, found.winning, found.revenue, found.break_even) == (NO_MONEY, None, None, None)
    page = sign_in(nordlys.anna).get(f"/w/nordlys/improve/{initiative.pk}/").content.decode()
    assert "Kuule knows of no revenue" in page


def test_a_late_review_is_said_and_a_stop_stops(nordlys: Company, sign_in: SignIn) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob)
    today = timezone.localdate()
    late = plan_review(initiative=initiative, due_on=today - timedelta(days=3), **WHO)
    bob = sign_in(nordlys.bob)
    for page in ("", "board/", "agenda/"):
        assert "late" in bob.get(f"/w/nordlys/improve/{page}").content.decode()
    decide = f"/w/nordlys/improve/{initiative.pk}/reviews/{late.pk}/"
    given = {"verdict": "redirect", "reason": "Begin with one team", "next_on": (today + timedelta(30)).isoformat()}
    assert sign_in(nordlys.anna).post(decide, given).status_code == 403
    bob.post(decide, given)
    late.refresh_from_db()
    assert (late.verdict, late.made_by) == ("redirect", nordlys.bob)
    with pytest.raises(Refused, match="review_made"):
        make_review(review=late, verdict=STOP, reason="No", **WHO)
    following = initiative.reviews.get(made_at=None)
    assert following.due_on == today + timedelta(30)
    make_review(review=following, verdict=STOP, reason="Nobody has time", **WHO)
    initiative.refresh_from_db()
    assert initiative.state == STOPPED
    assert "review late" not in bob.get("/w/nordlys/improve/board/").content.decode()


def test_the_agenda_is_a_tagged_pdf_in_the_language_of_the_member(nordlys: Company, sign_in: SignIn) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob, title="Vastataan <b>nopeammin</b> #let x = 1 äö")
    ask_for_initiative(initiative=initiative, asked=Decimal(700), words="", **WHO)
    made = sign_in(nordlys.vera).post("/w/nordlys/improve/agenda.pdf")
    assert made.content.startswith(b"%PDF")
    assert b"/MarkInfo" in made.content
    assert AuditEntry.objects.filter(act="figures_taken").exists()
    assert sign_in(nordlys.frida).post("/w/nordlys/improve/agenda.pdf").status_code == 403


def test_a_theme_and_a_touchpoint_show_what_is_done_about_them(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    answer = programme.answer(2, contact=programme.contact(), verbatim="I wait")
    while read_waiting(now=NOW):
        pass
    theme, touchpoint = theme_of(nordlys.workspace, answer), programme.touchpoint("Support")
    anna, vera = sign_in(nordlys.anna), sign_in(nordlys.vera)
    about = f"/w/nordlys/themes/{theme.pk}/"
    assert f"/w/nordlys/improve/new/?theme={theme.pk}" in anna.get(about).content.decode()
    assert "What is done about it" not in vera.get(about).content.decode()
    propose(nordlys.workspace, theme=theme, touchpoint=touchpoint)
    assert "Answer at noon" in vera.get(about).content.decode()
    new = anna.get(f"/w/nordlys/improve/new/?theme={theme.pk}").content.decode()
    assert f'<option value="{theme.pk}" selected>' in new
    made = anna.post(f"/w/nordlys/improve/new/?touchpoint={touchpoint.pk}", filled(touchpoint=touchpoint.pk))
    assert made.status_code == 302
    assert Initiative.objects.latest("pk").origin == "touchpoint"


def test_what_is_wrong_in_the_form_is_said(nordlys: Company, sign_in: SignIn) -> None:
    wrong = filled(title="", planned_start="2026-12-02", planned_end="2026-12-01", heard_since="0026-12-01")
    shown = sign_in(nordlys.anna).post("/w/nordlys/improve/new/", wrong)
    assert shown.status_code == 422
    page = shown.content.decode()
    assert "The last day is before the first" in page
    assert "Correct the year" in page
    assert not Initiative.objects.exists()


def test_the_public_wording_is_for_what_is_done_and_whole(nordlys: Company, programme: Programme) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob)
    words: dict[str, Any] = {"said": {"en": "We wait"}, "did": {"en": "We answer at noon"}, "is_public": True}
    with pytest.raises(Refused, match="not_done"):
        word_for_everybody(initiative=initiative, **words, **WHO)
    carry_out(initiative, owner=nordlys.bob, now=NOW, felt_from=TODAY, done_at=NOW)
    with pytest.raises(Refused, match="nothing_said"):
        word_for_everybody(initiative=initiative, **{**words, "did": {"en": " "}}, **WHO)
    word_for_everybody(initiative=initiative, **words, **WHO)
    assert [each.did["en"] for each in public_initiatives(nordlys.workspace)] == ["We answer at noon"]


def test_the_list_is_in_the_order_of_value_and_asks_no_more_for_more_answers(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    touchpoint = programme.touchpoint("Support")
    small = propose(nordlys.workspace, title="A small one")
    large = propose(nordlys.workspace, title="A large one", touchpoint=touchpoint)
    settle(programme, [FirmCustomer("Fjord", [(TODAY - timedelta(9), 2)], [Sale(TODAY - timedelta(20), 500.0)])])
    with time_machine.travel(NOW, tick=False):
        page = sign_in(nordlys.anna).get("/w/nordlys/improve/").content.decode()
    assert page.index(large.title) < page.index(small.title)
    assert "€500" in page


def test_states_begin_with_the_proposal(nordlys: Company) -> None:
    initiative = propose(nordlys.workspace)
    assert initiative.state == PROPOSED
    with pytest.raises(Refused, match="no_owner"):
        ask_for_initiative(initiative=initiative, asked=Decimal(1), words="", **WHO)
