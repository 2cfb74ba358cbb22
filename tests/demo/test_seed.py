"""The demo company as it is in the database."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db.models import DateTimeField, Max, QuerySet
from django.test import Client
from django.urls import reverse

from kuule.act.answers.goals import standing_of
from kuule.act.answers.health import health_of
from kuule.act.answers.management import agenda_on
from kuule.act.answers.recovered import recovered_customers
from kuule.act.answers.setup import steps_of
from kuule.act.models import (
    Case,
    Goal,
    HuddleItem,
    HuddlePlan,
    IncomingLetter,
    Initiative,
    PanelMember,
    Pilot,
    Pulse,
    SolvedAnswer,
)
from kuule.act.rules import CASE_STATES
from kuule.act.rules import goals as goal_rules
from kuule.act.rules.health import ACT, GOOD, LOOK
from kuule.act.rules.huddles import HELD, PLANNED
from kuule.act.rules.initiatives import ASKED as STATE_ASKED
from kuule.act.rules.initiatives import DONE, FROM_HUDDLE, GRANTED, MEASURED, PROPOSED, REFUSED, UNDER_WAY
from kuule.act.rules.pulse import TEAM_ONLY
from kuule.act.rules.telling import TOLD_PERSON
from kuule.act.selectors.evidence import evidence_of
from kuule.act.selectors.goals import goals_of
from kuule.act.selectors.huddles import handed_on, open_promises
from kuule.act.selectors.inboxes import inbox_counts
from kuule.act.selectors.pulse import result_of, state_of
from kuule.contacts.models import Account, Contact, ContactGroup, ContactMove, Suppression
from kuule.contacts.rules import COMPLAINED, CONTACT_ROLES
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.demo.rules.mood import E_INVOICING_PLAN
from kuule.demo.selectors import DemoSignIn, demo_sign_in, story
from kuule.demo.services import seed_demo
from kuule.dispatch.models import (
    AskDecision,
    CareAct,
    CareRun,
    Delivery,
    DeliveryEvent,
    Exclusion,
    Invitation,
    MailboxMessage,
    Occurrence,
    Programme,
    Wave,
)
from kuule.dispatch.rules import (
    ASK,
    BOUNCED,
    COMPLAINT,
    HANDED_OVER,
    HARD_BOUNCE,
    INVITED,
    NO_ADDRESS,
    NOT_NOW,
    RECENTLY_ASKED,
    REMIND,
    SENT,
    SOFT_BOUNCE,
    UNSUBSCRIBED,
)
from kuule.dispatch.rules.care import CALL_STEP, CARE_DONE, CARE_STOPPED, CARING, HELD_OUT, REACHED
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS, HANDED_OUT, INTERVIEWER
from kuule.dispatch.rules.occurrences import ASKED, LEFT_OUT, QUEUED
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.rules.reasons import CALL_LATER, CONDITION, DAILY_CAP, EXPIRED, NO_REPLY
from kuule.dispatch.selectors import figures_of_wave
from kuule.economics.answers.earned_growth import earned_growth_on
from kuule.economics.answers.renewals import renewal_outlook
from kuule.economics.models import Contract, CustomerOrigin
from kuule.economics.rules import LOST
from kuule.economics.rules.completeness import figures_of
from kuule.economics.rules.effects import RAISED, UNSEEN
from kuule.economics.selectors.holdings import holdings
from kuule.economics.selectors.treatments import treatments
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import Survey
from kuule.surveys.rules import BLIND, EFFORT, EMPLOYEE, RELATIONSHIP, SATISFACTION
from kuule.surveys.rules.blind import supplier_questions
from kuule.surveys.selectors import newest_version
from kuule.workspaces.models import AuditEntry, Member, Team, User, Workspace
from kuule.workspaces.rules import ATTENDEE, OWNER, PARTNER, STAFF
from tests.demo.conftest import NOW
from tests.demo.first_questions import told
from tests.insight.reading import words

pytestmark = pytest.mark.django_db

OCTOBER, SEPTEMBER, NOVEMBER = (2026, 10), (2026, 9), (2026, 11)


def nps(scores: Iterable[int]) -> float:
    given = list(scores)
    return 100 * (sum(score >= 9 for score in given) - sum(score <= 6 for score in given)) / len(given)


def answers(workspace: Workspace, month: tuple[int, int] | None = None) -> list[Response]:
    asked = Response.objects.filter(workspace=workspace, survey__family=RELATIONSHIP, account__isnull=False)
    found = asked.select_related("contact", "account")
    return list(found.filter(answered_at__year=month[0], answered_at__month=month[1]) if month else found)


def by(found: Iterable[Response], key: str) -> dict[str, float]:
    groups: dict[str, list[int]] = {}
    for response in found:
        groups.setdefault(response.properties[key], []).append(response.score)
    return {value: nps(scores) for value, scores in groups.items()}


def test_second_seeding_changes_nothing(demo: Workspace) -> None:
    tables = [Workspace, User, Member, Account, Contact, Wave, Invitation, Delivery, Response, AuditEntry]
    before = [(table.objects.count(), table.objects.aggregate(Max("pk"))) for table in tables]
    assert not seed_demo(now=NOW + timedelta(days=3))
    assert [(table.objects.count(), table.objects.aggregate(Max("pk"))) for table in tables] == before


def test_company_is_of_a_believable_size(demo: Workspace) -> None:
    people = Contact.objects.filter(workspace=demo, properties__has_key="panel")
    assert Account.objects.filter(workspace=demo).count() == 60
    assert 390 <= people.count() <= 430
    assert set(people.values_list("role", flat=True)) == set(CONTACT_ROLES)
    assert Team.objects.filter(workspace=demo).count() == 4
    assert Member.objects.filter(workspace=demo, role=OWNER).count() == 1
    assert not Account.objects.filter(workspace=demo, owner=None).exists()
    assert not Account.objects.filter(workspace=demo, team=None).exists()


def test_one_goal_is_reached_one_on_track_and_one_off_track(demo: Workspace) -> None:
    found = {goal.name: standing_of(goal, today=NOW.date()).verdict for goal in goals_of(demo)}
    assert found == {
        "Those who decide are heard, too": goal_rules.REACHED,
        "More of the asked answer": goal_rules.ON_TRACK,
        "Finland: invoices that nobody has to ask about": goal_rules.OFF_TRACK,
    }
    assert not Goal.objects.filter(workspace=demo, accepted_at=None).exists()


def test_programme_health_has_something_good_and_something_to_do(demo: Workspace) -> None:
    checks = health_of(demo, now=NOW)
    assert {GOOD, LOOK, ACT} <= {each.state for each in checks}
    assert any(each.way for each in checks if each.check.is_of_now)
    assert all(step.is_done for step in steps_of(demo))


def test_october_is_a_dip_that_begins_to_mend(demo: Workspace) -> None:
    september, october, november = (
        nps(response.score for response in answers(demo, month)) for month in (SEPTEMBER, OCTOBER, NOVEMBER)
    )
    assert september >= 20
    assert october <= september - 25
    assert october < november < september


def test_e_invoicing_plan_is_hit_hardest(demo: Workspace) -> None:
    last_quarter = [response for response in answers(demo) if response.answered_at > NOW - timedelta(days=90)]
    for found in (answers(demo, OCTOBER), last_quarter):
        plans = by(found, "account.plan")
        assert min(plans, key=plans.__getitem__) == E_INVOICING_PLAN
    countries = by(answers(demo, OCTOBER), "account.country")
    assert countries["Finland"] < countries["Sweden"] - 25


def test_october_is_about_invoices(demo: Workspace) -> None:
    texts = {comment.text for themes in story().comments.values() for comment in themes["invoicing"]}
    unhappy = [response.verbatim for response in answers(demo, OCTOBER) if response.score <= 6 and response.verbatim]
    assert sum(text in texts for text in unhappy) > len(unhappy) / 2
    assert not any(response.verbatim in texts for response in answers(demo, SEPTEMBER))


def test_all_months_have_answers(demo: Workspace) -> None:
    months = Counter((response.answered_at.year, response.answered_at.month) for response in answers(demo))
    whole = sorted(months)[1:-1]
    assert len(whole) >= 17
    assert min(months[month] for month in whole) >= 20


def test_response_rate_is_that_of_real_programmes(demo: Workspace) -> None:
    asked = Invitation.objects.filter(workspace=demo, decision=INVITED)
    assert 0.25 <= asked.exclude(answered_at=None).count() / asked.count() <= 0.45


def test_four_languages_are_spoken(demo: Workspace) -> None:
    found = answers(demo)
    languages = Counter(response.language for response in found)
    assert set(languages) == {"en", "fi", "sv", "de"}
    assert min(languages.values()) >= 0.08 * len(found)
    assert all(response.contact and response.language == response.contact.language for response in found)


def test_verbatims_are_in_the_language_of_their_contact_and_fit_the_score(demo: Workspace) -> None:
    told = story()
    written = [response for response in answers(demo) if response.verbatim]
    assert 0.35 <= len(written) / len(answers(demo)) <= 0.65
    for response in written:
        assert response.account
        assert response.account.owner
        colleague = response.account.owner.user.name.split()[0]
        known = [
            comment
            for comments in told.comments[response.language].values()
            for comment in comments
            if comment.text.replace("{colleague}", colleague) == response.verbatim
        ]
        assert any(comment.fits(response.score) for comment in known), response.verbatim


def test_long_verbatims_are_never_repeated(demo: Workspace) -> None:
    written = Counter(response.verbatim for response in answers(demo) if len(response.verbatim) > 20)
    assert max(written.values()) == 1


def test_nobody_is_asked_twice_within_the_quarantine(demo: Workspace) -> None:
    asked: dict[int, list[object]] = {}
    for contact_id, at in (
        Invitation.objects.filter(workspace=demo)
        .exclude(asked_at=None)
        .order_by("asked_at")
        .values_list("contact_id", "asked_at")
    ):
        asked.setdefault(contact_id, []).append(at)
    pauses = [later - earlier for moments in asked.values() for earlier, later in pairwise(moments)]
    assert min(pauses) >= timedelta(days=demo.quarantine_days)


def test_some_are_held_back_and_the_reason_is_on_record(demo: Workspace) -> None:
    reasons = Counter(Invitation.objects.filter(workspace=demo).values_list("reason", flat=True))
    assert set(reasons) == {"", BOUNCED, NO_ADDRESS, RECENTLY_ASKED, UNSUBSCRIBED}
    assert min(reasons.values()) >= 5


def test_customers_partners_guests_and_employees_are_groups_of_their_own(demo: Workspace) -> None:
    groups = Counter(ContactGroup.objects.filter(workspace=demo).values_list("key", flat=True))
    assert groups == {PARTNER: 30, ATTENDEE: 12, STAFF: 39}
    newcomers = Contact.objects.filter(workspace=demo, created_at__lt=NOW).exclude(properties__has_key="panel")
    assert 90 <= newcomers.count() - groups.total() <= 140


def test_what_happened_was_asked_about_waits_or_is_left_out_and_says_why(demo: Workspace) -> None:
    for name, rules in {
        "First weeks": {"", EXPIRED},
        "Is trained": {"", EXPIRED, CONDITION},
        "Ticket solved": {"", EXPIRED, RECENTLY_ASKED, DAILY_CAP},
    }.items():
        there = Occurrence.objects.filter(workspace=demo, touchpoint__name=name)
        assert rules <= set(there.values_list("rule", flat=True)), name
        assert there.filter(state=ASKED).count() >= 10
        assert there.filter(state=LEFT_OUT).exists()
    assert Occurrence.objects.filter(workspace=demo, state=QUEUED, rule=RECENTLY_ASKED).exists()


def test_care_has_a_holdout_that_does_worse_and_calls_that_wait(demo: Workspace) -> None:
    runs = CareRun.objects.filter(workspace=demo)
    assert {CARE_DONE, HELD_OUT, CARE_STOPPED, CARING} <= set(runs.values_list("state", flat=True))

    def scores(*, is_held_out: bool) -> list[int]:
        invitations = runs.filter(is_held_out=is_held_out).values("occurrence__invitation")
        return list(Response.objects.filter(invitation__in=invitations).values_list("score", flat=True))

    assert len(scores(is_held_out=True)) >= 3
    assert nps(scores(is_held_out=False)) > nps(scores(is_held_out=True))
    calls = CareAct.objects.filter(workspace=demo, kind=CALL_STEP)
    assert calls.filter(done_at=None, owner__isnull=False).count() >= 2
    assert calls.filter(outcome=REACHED).exclude(note="").count() >= 10


def test_partners_are_asked_by_a_programme_that_reminds_by_mail_and_text_message(demo: Workspace) -> None:
    programme = Programme.objects.get(workspace=demo, state=RUNNING)
    messages = Delivery.objects.filter(workspace=demo, invitation__programme=programme, state=HANDED_OVER)
    sent = set(messages.values_list("purpose", "channel"))
    assert {(ASK, EMAIL), (ASK, SMS), (REMIND, EMAIL), (REMIND, SMS)} <= sent
    asked = Invitation.objects.filter(programme=programme, asked_at__isnull=False)
    assert set(Response.objects.filter(invitation__in=asked.values("pk")).values_list("channel", flat=True)) == {
        EMAIL,
        SMS,
    }
    assert asked.filter(answered_at__isnull=False, reminded__gte=1).exists()
    assert asked.filter(answered_at=None).exists()


def test_every_way_to_ask_has_answers_of_its_own_that_the_headline_leaves_out(demo: Workspace) -> None:
    ways = Counter(Response.objects.filter(workspace=demo).values_list("channel", flat=True))
    assert {*COLLECTOR_KINDS, INTERVIEWER} <= ways.keys()
    assert not [each for each in answers(demo) if each.channel in HANDED_OUT]
    told = AskDecision.objects.filter(workspace=demo, channel=INTERVIEWER).values_list("rule", flat=True)
    assert {NO_REPLY, CALL_LATER, NOT_NOW} <= set(told)


def test_study_compares_suppliers_without_saying_who_asks(demo: Workspace) -> None:
    study = Survey.objects.get(workspace=demo, family=BLIND)
    suppliers = supplier_questions(newest_version(demo, survey=study).questions)
    names = ["Kellokaari", "Vuoroviitta", "Skiftkompass", "Planbrett"]
    assert [name for name, each in zip(names, suppliers, strict=True) if name in each["texts"]["title"]["fi"]] == names
    given = Response.objects.filter(workspace=demo, survey=study)
    for each in suppliers:
        assert given.filter(answers__has_key=each["key"]).count() >= demo.min_n_anonymous


def test_some_changed_to_another_customer_or_were_taken_out(demo: Workspace) -> None:
    moves = ContactMove.objects.filter(workspace=demo).select_related("contact__account")
    assert moves.count() == 3
    for move in moves:
        assert move.contact.account_id == move.to_account_id != move.from_account_id
        assert Response.objects.filter(contact=move.contact, account=move.from_account, score__gte=9).exists()
    taken_out = Exclusion.objects.filter(workspace=demo, lifted_at=None)
    assert taken_out.count() == 2
    assert not taken_out.filter(reason="").exists()


def test_newest_wave_has_mails_that_came_back_and_a_complaint(demo: Workspace) -> None:
    newest = Wave.objects.filter(workspace=demo).latest("due_at")
    reports = DeliveryEvent.objects.filter(workspace=demo)
    told = Counter(reports.filter(delivery__invitation__wave=newest).values_list("kind", flat=True))
    assert told == {HARD_BOUNCE: 2, SOFT_BOUNCE: 1, COMPLAINT: 1}
    assert reports.filter(kind=HARD_BOUNCE).count() > 2
    assert Suppression.objects.filter(workspace=demo, reason=COMPLAINED).count() == 1
    figures = figures_of_wave(demo, wave=newest)
    assert (figures.bounced, figures.complained) == (2, 1)


@pytest.mark.parametrize("family", [EFFORT, SATISFACTION, EMPLOYEE])
def test_smaller_surveys_have_answers_to_every_question(demo: Workspace, client: Client, family: str) -> None:
    survey = Survey.objects.filter(workspace=demo, family=family).earliest("pk")
    client.force_login(User.objects.get(email="maija@kellokaari.example"))
    page = client.get(reverse("survey_results", args=["demo", survey.pk]))
    assert page.context["found"].n >= 50
    answered = {each.question["key"]: each.n for each in page.context["found"].questions}
    assert len(answered) == 3
    assert min(answered.values()) >= 10, answered


def test_first_questions_have_the_answers_that_the_docs_tell(demo: Workspace, client: Client) -> None:
    client.force_login(User.objects.get(email="maija@kellokaari.example"))
    october = {"since": "2026-10-01", "until": "2026-10-31"}
    of_the_plan = october | {"p.account.plan": E_INVOICING_PLAN}
    pages = [
        ("overview", october),
        ("overview", october | {"by": "p.account.plan"}),
        ("comparison", of_the_plan),
        ("comment_list", of_the_plan | {"group": "detractor", "order": "call"}),
    ]
    with time_machine.travel(NOW, tick=False):
        for question, (page, asked) in enumerate(pages, start=1):
            said = words(client.get(reverse(page, args=["demo"]), asked))
            assert told(question)
            assert [line for line in told(question) if line not in said] == []


def test_staff_answer_without_a_name(demo: Workspace) -> None:
    said = Response.objects.filter(workspace=demo, survey__family=EMPLOYEE)
    assert said.count() >= 4 * demo.min_n_anonymous
    assert not said.exclude(contact=None, invitation=None).exists()
    moments = said.values_list("answered_at", flat=True)
    assert {at.astimezone(ZoneInfo(demo.timezone)).hour for at in moments} == {0}


def test_everything_lies_in_the_past(demo: Workspace) -> None:
    yet_to_come = {
        *("Invitation.expires_at", "Invitation.remind_at", "Delivery.due_at", "AskDecision.until", "AskHold.until"),
        *("Occurrence.due_at", "Occurrence.expires_at", "CareRun.due_at", "CareAct.due_at"),
        *("HuddlePlan.next_at", "HuddlePlan.look_at", "Huddle.planned_at", "Pulse.shared_at"),
        *("Case.due_at", "Case.snoozed_until", "Case.look_at"),
    }
    for model in apps.get_models():
        if model.__module__.startswith("kuule.") and any(field.name == "workspace" for field in model._meta.fields):
            for field in model._meta.fields:
                if isinstance(field, DateTimeField) and f"{model.__name__}.{field.name}" not in yet_to_come:
                    later = model._default_manager.filter(workspace=demo, **{f"{field.name}__gt": NOW})
                    assert not later.exists(), f"{model.__name__}.{field.name}"


def test_customers_are_looked_after_in_every_way(demo: Workspace) -> None:
    cases = Case.objects.filter(workspace=demo)
    assert 50 <= cases.count() <= 75
    assert set(cases.values_list("state", flat=True)) == set(CASE_STATES)
    assert {"detractor", "drawn", "silent", "hand"} == set(cases.values_list("reason", flat=True))
    assert {"solved", "explained", "not_solved", "unreached"} <= set(cases.values_list("outcome", flat=True))
    for person, inboxes in (("maija", {"mine", "late", "unclear", "all"}), ("sanna", {"team", "all"})):
        member = Member.objects.get(workspace=demo, user__email__startswith=f"{person}@")
        waiting = inbox_counts(member, now=NOW)
        assert inboxes <= {inbox for inbox, number in waiting.items() if number}
    assert cases.filter(snoozed_until__gt=NOW).exists()
    back = recovered_customers(Member.objects.get(workspace=demo, role=OWNER), now=NOW)
    assert back.came_back
    assert back.not_back


def test_customers_wrote_back_said_that_it_is_solved_and_joined_the_panel(demo: Workspace) -> None:
    came = IncomingLetter.objects.filter(workspace=demo)
    assert set(came.values_list("is_automatic", flat=True)) == {True, False}
    waiting = Case.objects.filter(workspace=demo, reply_waits_since__isnull=False)
    assert set(came.filter(is_automatic=False).values_list("case", flat=True)) == set(
        waiting.values_list("pk", flat=True)
    )
    assert SolvedAnswer.objects.filter(workspace=demo, is_solved=True).exists()
    panel = PanelMember.objects.filter(workspace=demo)
    assert panel.filter(joined_at__isnull=False, left_at=None).count() == 2
    assert panel.filter(left_at__isnull=False).exists()


def test_accounts_have_their_own_stories(demo: Workspace) -> None:
    def scores(name: str) -> list[int]:
        found = Response.objects.filter(workspace=demo, account__name=name)
        return list(found.order_by("answered_at").values_list("score", flat=True))

    assert nps(scores("Solrika Hemtjänst")) > 60
    assert nps(scores("Brombeck Backwaren")) < -50
    won_back = scores("Älvkraft Service")
    assert nps(won_back[:5]) < 0 < nps(won_back[-5:])
    quiet = Response.objects.filter(workspace=demo, account__name="Helmisaari Care Group")
    assert quiet.exists()
    assert not quiet.filter(answered_at__gt=NOW - timedelta(days=330)).exists()
    assert Invitation.objects.filter(
        workspace=demo, contact__account__name="Helmisaari Care Group", asked_at__gt=NOW - timedelta(days=90)
    ).exists()


def test_some_changed_their_answer_when_the_invoice_was_mended(demo: Workspace) -> None:
    changes = ResponseRevision.objects.filter(workspace=demo).select_related("response")
    assert changes.count() >= 2
    assert all(change.response.score > change.score for change in changes)


def test_newest_mails_wait_in_the_mailbox_and_lead_to_the_answer_page(demo: Workspace) -> None:
    newest = Wave.objects.filter(workspace=demo).latest("due_at")
    assert timedelta(days=4) <= NOW - newest.due_at <= timedelta(days=11)
    asked = newest.invitations.values("contact__email")
    kept = MailboxMessage.objects.filter(workspace=demo, created_at__gte=newest.due_at, to__in=asked)
    kept = kept.filter(text__contains="/a/").order_by("-pk")
    assert kept.count() == newest.invitations.filter(decision=INVITED).count()
    answered = newest.invitations.exclude(answered_at=None).count()
    assert 0 < answered < kept.count()
    link = next(word for word in kept[0].text.split() if "/a/" in word)
    page = Client().get(link[link.index("/a/") :])
    assert page.status_code == 200
    contact = Contact.objects.get(workspace=demo, email=kept[0].to)
    assert not newest.invitations.get(contact=contact).answered_at


def test_all_waves_and_mails_are_settled_and_no_mail_server_was_used(demo: Workspace) -> None:
    assert set(Wave.objects.filter(workspace=demo).values_list("state", flat=True)) == {SENT}
    due = Delivery.objects.filter(workspace=demo, due_at__lte=NOW)
    assert set(due.values_list("state", flat=True)) == {HANDED_OVER}
    assert mail.outbox == []


def test_no_address_is_real(demo: Workspace) -> None:
    addresses = [
        *Contact.objects.filter(workspace=demo).exclude(email="").values_list("email", flat=True),
        *User.objects.filter(memberships__workspace=demo).values_list("email", flat=True),
        demo.sender_email,
    ]
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_owner_signs_in_with_the_password_that_is_told(demo: Workspace) -> None:
    sign_in = demo_sign_in()
    assert sign_in == DemoSignIn("maija@kellokaari.example", "kellokaari-demo")
    client = Client()
    client.post(reverse("account_login"), {"login": sign_in.email, "password": sign_in.password})
    assert client.get(reverse("overview", args=["demo"])).status_code == 200


def test_sign_in_is_not_told_once_the_password_changed(demo: Workspace) -> None:
    owner = User.objects.get(email="maija@kellokaari.example")
    owner.set_password("something else entirely")
    owner.save()
    assert demo_sign_in() is None


def test_people_and_answers_of_other_companies_stay_as_they_were(demo: Workspace) -> None:
    assert not Contact.objects.exclude(workspace=demo).exists()
    assert not AuditEntry.objects.exclude(workspace=demo).exists()


def test_every_page_of_value_has_something_true_to_show(demo: Workspace) -> None:
    held = holdings(demo, until=NOW)
    assert all(figure.is_possible for figure in figures_of(held))
    assert (held.customers, held.days > 1080, held.without_rate) == (60, True, 3)
    assert held.lost >= 15
    assert held.random_contacts >= 20
    odd = treatments(demo)
    assert min(odd.entries_without_rate, odd.negative, odd.refunds, odd.overlapping, odd.merged) >= 1
    newcomers = sum(each.months < 18 for each in story().accounts)
    assert 5 <= CustomerOrigin.objects.filter(workspace=demo).count() < newcomers, "of some nobody knows"
    happy, unhappy = (
        Contract.objects.filter(workspace=demo, product="Reports", account__name__in=names).exclude(outcome="")
        for names in _names_by_mood()
    )
    assert _share_lost(unhappy) > _share_lost(happy)


def test_past_of_the_demo_is_long_enough_to_learn_from(demo: Workspace) -> None:
    outlook = renewal_outlook(demo, day=NOW.date())
    assert outlook.learnt.is_known
    assert not outlook.learnt.is_average
    assert all(each.likelihood for each in outlook.renewals)
    assert outlook.at_risk.value is not None
    assert any(outlook.reasons(each) for each in outlook.renewals[:5])
    assert earned_growth_on(demo, day=NOW.date()).change is not None


def test_a_team_held_two_huddles_and_the_next_one_is_ahead_with_promises(demo: Workspace) -> None:
    plan = HuddlePlan.objects.get(workspace=demo, team__name="Finland")
    held = list(plan.huddles.filter(state=HELD).order_by("planned_at"))
    assert [each.planned_at.weekday() for each in held] == [0, 0]
    assert any(each.agenda["heard"] and each.agenda["praise"] for each in held)
    assert plan.huddles.get(state=PLANNED).planned_at > NOW
    assert len(open_promises(plan)) == 2
    assert handed_on(demo).count() == 1
    became = HuddleItem.objects.get(workspace=demo, initiative__isnull=False)
    assert (became.initiative.origin, became.huddle.plan) == (FROM_HUDDLE, plan)


def test_a_team_was_asked_how_it_is_and_has_the_newest_answers_to_itself(demo: Workspace) -> None:
    first, newest = (result_of(pulse) for pulse in Pulse.objects.filter(workspace=demo).order_by("opened_at"))
    assert (first.asked, first.answered, len(first.words)) == (11, 11, 9)
    assert (newest.answered, newest.is_hidden, newest.words) == (7, False, [])
    assert state_of(Pulse.objects.filter(workspace=demo).latest("opened_at"), now=NOW) == TEAM_ONLY


def _names_by_mood() -> tuple[list[str], list[str]]:
    sketches = story().accounts
    return [each.name for each in sketches if each.mood >= 8.3], [each.name for each in sketches if each.mood < 8.3]


def _share_lost(contracts: QuerySet[Contract]) -> float:
    return contracts.filter(outcome=LOST).count() / contracts.count()


def test_initiatives_are_told_in_every_state_with_one_effect_shown_and_one_not(demo: Workspace) -> None:
    told = Initiative.objects.filter(workspace=demo)
    states = {PROPOSED, STATE_ASKED, GRANTED, UNDER_WAY, DONE, MEASURED, REFUSED}
    assert set(told.values_list("state", flat=True)) == states
    agenda = agenda_on(demo, day=NOW.date())
    assert {RAISED, UNSEEN} <= {line.cause.verdict for line in agenda.felt if line.cause}
    assert agenda.sums.waiting
    assert any(review.due_on < agenda.day for review in agenda.reviews)
    measured = told.get(state=MEASURED)
    assert measured.verdict == RAISED
    assert measured.tellings.filter(state=TOLD_PERSON).count() >= 3
    assert all(not evidence_of(each).is_nothing for each in told)
    assert told.exclude(state__in=(PROPOSED, REFUSED)).filter(planned_end=None).count() == 0
    assert Pilot.objects.get(workspace=demo).initiative == told.get(state=UNDER_WAY)
