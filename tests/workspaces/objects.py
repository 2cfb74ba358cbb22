"""One object of each kind that an address can name, for `test_doors.py`.

An address such as `/w/<slug>/teams/<int:team_id>/` names an object by a part called `team_id`. Whoever adds a page
with a new such part adds a maker here: a function that puts one object into a workspace and returns its part of
the address. A part that names no object, such as a language, has one of its values in `VALUES`.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from kuule.act.models import (
    Case,
    CharterPart,
    DayOff,
    Goal,
    Huddle,
    HuddleItem,
    HuddlePlan,
    IncomingFile,
    IncomingLetter,
    Initiative,
    Letter,
    Playbook,
    Pulse,
    PulseTurn,
)
from kuule.act.rules import BY_HAND, DETRACTOR, OPEN
from kuule.act.rules.goals import NPS
from kuule.act.rules.huddles import PROMISE, USUAL_HOUR
from kuule.act.rules.initiatives import ENDED
from kuule.act.rules.letters import CASE_LETTER
from kuule.act.rules.setup import OWNER
from kuule.act.services.afterwards import invite_to_panel
from kuule.act.services.calendars import add_day_off, note_absence, set_calendar
from kuule.act.services.cases import agree_action
from kuule.act.services.causes import add_cause
from kuule.act.services.correspondence import save_words
from kuule.act.services.huddles import Rhythm, set_rhythm
from kuule.act.services.initiative_parts import add_task, pin_evidence, plan_review
from kuule.act.services.initiatives import InitiativePlan, propose_initiative
from kuule.act.services.letters import write_letter
from kuule.act.services.opening import CasePlan, open_case
from kuule.act.services.setup import CharterPlan, write_charter
from kuule.act.services.telling import write_telling
from kuule.connect.channels import STANDARD
from kuule.connect.models import Alert, Webhook
from kuule.connect.services.alerts.planning import AlertPlan, add_alert
from kuule.connect.services.outgoing import add_delighted_webhook, put_in_line
from kuule.connect.services.projects import choose_project
from kuule.connect.services.webhooks import WebhookPlan, add_webhook, try_webhook
from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.services import add_contact, open_account, upload_file
from kuule.contacts.services.exports import run_export, start_export
from kuule.dispatch.models import CareAct, CarePlan, CareRun, Delivery, MailboxMessage, Occurrence, Programme, Wave
from kuule.dispatch.rules import UNCERTAIN
from kuule.dispatch.rules.care import CALL_STEP
from kuule.dispatch.rules.hook_mapping import GITHUB
from kuule.dispatch.services import create_programme, plan_wave, schedule_wave, set_limit
from kuule.dispatch.services.calls import begin_call
from kuule.dispatch.services.collectors import open_collector
from kuule.dispatch.services.hooks import make_hook
from kuule.economics.models import Contract, ExchangeRate, KeptFigures, Treatment
from kuule.economics.rules.messages import KeptMessage
from kuule.economics.rules.told import RateTold
from kuule.economics.services.effects import TreatmentPlan, write_treatment
from kuule.economics.services.message_tests import MessageTestSettings, make_message_test
from kuule.economics.services.rates import record_rates
from kuule.insight.models import Series, Theme, ThemeSuggestion
from kuule.insight.query import Query
from kuule.insight.services.annotations import Mark, make_annotation
from kuule.insight.services.benchmarks import BenchmarkThing, note_benchmark
from kuule.insight.services.certificates import certify_figure
from kuule.insight.services.saved_views import save_view
from kuule.insight.services.series import SeriesSettings, make_series
from kuule.insight.services.themes import ThemeSettings, make_theme
from kuule.responses.models import Response
from kuule.responses.rules.heard import Rating
from kuule.responses.services import accept_answer, add_note, ask_for_correction
from kuule.responses.services.heard import HeardThing, add_heard
from kuule.surveys.models import JourneyStage, Survey, Touchpoint
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import TouchpointSettings, add_stage, add_touchpoint, create_from_starter, publish_survey
from kuule.workspaces.models import ApiKey, Member, Team, Workspace
from kuule.workspaces.rules import DELIGHTED, FRONTLINE, SYSTEM, VIEWER
from kuule.workspaces.services import form_team, invite_to_join, issue_key
from tests.conftest import NOW, make_member

Maker = Callable[[Workspace], object]


def a_member(workspace: Workspace) -> int:
    known = Member.objects.filter(workspace=workspace, role=VIEWER).first()
    return (known or make_member(workspace, "Somebody", VIEWER)).pk


def a_team(workspace: Workspace) -> int:
    known = Team.objects.filter(workspace=workspace).first()
    return (known or form_team(workspace=workspace, name="North", actor=SYSTEM, now=NOW)).pk


def an_open_invitation(workspace: Workspace) -> int:
    invitation, _ = invite_to_join(
        workspace=workspace, email="new@elsewhere.example", role=VIEWER, teams=[], actor=SYSTEM, now=NOW
    )
    return invitation.pk


def a_key(workspace: Workspace) -> int:
    known = ApiKey.objects.filter(workspace=workspace, revoked_at=None).first()
    if known is not None:
        return known.pk
    return issue_key(workspace=workspace, name="CRM", scopes=["metrics:read"], actor=SYSTEM, now=NOW)[0].pk


def a_webhook(workspace: Workspace) -> int:
    known = Webhook.objects.filter(workspace=workspace, kind=DELIGHTED).first()
    if known is not None:
        return known.pk
    key, _secret = issue_key(workspace=workspace, name="Old shop", scopes=[DELIGHTED], actor=SYSTEM, now=NOW)
    choose_project(key=key, survey=_published(workspace), actor=SYSTEM, now=NOW)
    return add_delighted_webhook(
        workspace=workspace,
        key=key,
        url="https://shop.example/hooks",
        events=["survey_response.created"],
        actor=SYSTEM,
        now=NOW,
    ).pk


def a_webhook_message(workspace: Workspace) -> int:
    webhook = Webhook.objects.get(pk=a_webhook(workspace))
    message = put_in_line(webhook=webhook, event_type="survey_response.created", about="response 1", data={}, now=NOW)
    assert message is not None
    return message.pk


def an_outgoing_webhook(workspace: Workspace) -> int:
    known = Webhook.objects.filter(workspace=workspace, kind=STANDARD.key).first()
    if known is not None:
        return known.pk
    plan = WebhookPlan("Shop", "https://shop.example/hooks", ["case.opened"])
    return add_webhook(workspace=workspace, plan=plan, actor=SYSTEM, now=NOW)[0].pk


def an_alert(workspace: Workspace) -> int:
    known = Alert.objects.filter(workspace=workspace).first()
    if known is not None:
        return known.pk
    team = Team.objects.get(pk=a_team(workspace))
    plan = AlertPlan("Unhappy", ["case.opened"], to_team=team)
    return add_alert(workspace=workspace, plan=plan, actor=SYSTEM, now=NOW).pk


def an_outgoing_message(workspace: Workspace) -> int:
    webhook = Webhook.objects.get(pk=an_outgoing_webhook(workspace))
    return try_webhook(webhook=webhook, actor=SYSTEM, now=NOW).pk


def an_account(workspace: Workspace) -> int:
    return open_account(workspace=workspace, name="Fjord Shipping", actor=SYSTEM, now=NOW).pk


def a_contact(workspace: Workspace) -> int:
    made = Contact.objects.filter(workspace=workspace, email="kari@fjord.example").first()
    return (made or add_contact(workspace=workspace, email="kari@fjord.example", actor=SYSTEM, now=NOW)).pk


def an_import(workspace: Workspace) -> int:
    file = ContentFile(b"email\nkari@fjord.example\n", name="people.csv")
    return upload_file(workspace=workspace, actor=SYSTEM, now=NOW, file=file, file_name="people.csv").pk


def an_export(workspace: Workspace) -> int:
    job = start_export(workspace=workspace, kind="contacts_export", params={}, format="csv", actor=SYSTEM, now=NOW)
    return run_export(job=job, clock=lambda: NOW).pk


def _published(workspace: Workspace) -> Survey:
    survey = create_from_starter(workspace=workspace, name="Relationship", actor=SYSTEM, now=NOW)
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    return survey


def a_survey(workspace: Workspace) -> int:
    return _published(workspace).pk


def a_wave(workspace: Workspace) -> int:
    a_contact(workspace)
    wave = schedule_wave(
        workspace=workspace,
        survey=_published(workspace),
        name="Autumn",
        audience=ContactFilter(),
        due_at=NOW,
        actor=SYSTEM,
        now=NOW,
    )
    return wave.pk


def a_programme(workspace: Workspace) -> int:
    known = Programme.objects.filter(workspace=workspace).first()
    if known:
        return known.pk
    survey = _published(workspace)
    return create_programme(workspace=workspace, survey=survey, name="Customers", actor=SYSTEM, now=NOW).pk


def a_limit(workspace: Workspace) -> int:
    return set_limit(workspace=workspace, most=2, period_days=30, actor=SYSTEM, now=NOW).pk


def a_stage(workspace: Workspace) -> int:
    known = JourneyStage.objects.filter(workspace=workspace).first()
    return (known or add_stage(workspace=workspace, name="Buys", actor=SYSTEM, now=NOW)).pk


def a_touchpoint(workspace: Workspace) -> int:
    stage = JourneyStage.objects.get(pk=a_stage(workspace))
    settings = TouchpointSettings(stage=stage, name="Delivery made")
    return add_touchpoint(workspace=workspace, settings=settings, actor=SYSTEM, now=NOW).pk


def an_answer(workspace: Workspace) -> int:
    known = Response.objects.filter(workspace=workspace).first()
    if known:
        return known.pk
    version = newest_version(workspace, survey=_published(workspace))
    response = accept_answer(
        version=version,
        score=9,
        verbatim="Quick help.",
        answers={},
        language="en",
        channel="link",
        now=NOW,
        token_hash=f"answer of {workspace.pk}",
    )
    return response.pk


def a_note(workspace: Workspace) -> int:
    response = Response.objects.get(pk=an_answer(workspace))
    return add_note(response=response, text="Called them.", actor=SYSTEM, now=NOW).pk


def a_review(workspace: Workspace) -> int:
    thing = HeardThing(source="Trustpilot", said_at=NOW, words="Quick help.", rating=Rating(5.0, "1-5"))
    return add_heard(workspace=workspace, thing=thing, actor=SYSTEM, now=NOW).pk


def a_benchmark(workspace: Workspace) -> int:
    thing = BenchmarkThing(
        name="Machine rental",
        region="Finland",
        kind="b2b",
        year=2025,
        nps=31,
        promoters=None,
        detractors=None,
        n=400,
        n_of="answers",
        way="panel",
        source="Rental Review",
        address="https://review.example/nps",
        grade="A",
    )
    return note_benchmark(workspace=workspace, thing=thing, actor=SYSTEM, now=NOW).pk


def a_certificate(workspace: Workspace) -> str:
    an_answer(workspace)
    made = certify_figure(
        workspace=workspace,
        query=Query(workspace_id=workspace.pk, timezone=workspace.timezone),
        title="All time",
        words=[("Time", "All time")],
        hold_words=str,
        member=Member.objects.get(pk=a_member(workspace)),
        now=NOW,
    )
    return str(made.uid)


def a_question(workspace: Workspace) -> int:
    response = Response.objects.get(pk=an_answer(workspace))
    return ask_for_correction(response=response, reason="Mixed up the scale.", actor=SYSTEM, now=NOW).pk


def a_kept_mail(workspace: Workspace) -> int:
    message = MailboxMessage.objects.create(
        workspace=workspace,
        to="kari@fjord.example",
        subject="How are we doing?",
        text="Hi Kari",
        html="<p>Hi Kari</p>",
        raw=b"Subject: How are we doing?\n\nHi Kari",
        message_id="<1@kuule.example>",
        created_at=NOW,
    )
    return message.pk


def an_uncertain_mail(workspace: Workspace) -> int:
    wave = Wave.objects.get(pk=a_wave(workspace))
    plan_wave(wave=wave, now=NOW)
    delivery = Delivery.objects.get(workspace=workspace)
    Delivery.objects.filter(pk=delivery.pk).update(state=UNCERTAIN, claimed_at=NOW)
    return delivery.pk


def a_hook(workspace: Workspace) -> int:
    touchpoint = Touchpoint.objects.filter(workspace=workspace).first()
    hook, _token = make_hook(
        workspace=workspace,
        touchpoint=touchpoint or Touchpoint.objects.get(pk=a_touchpoint(workspace)),
        name="Shop",
        signature=GITHUB,
        mapping={"id": "id", "person.email": "email"},
        sample="",
        actor=SYSTEM,
        now=NOW,
    )
    return hook.pk


def a_collector(workspace: Workspace) -> int:
    survey = _published(workspace)
    return open_collector(workspace=workspace, survey=survey, kind="qr", name="Counter", actor=SYSTEM, now=NOW).pk


def a_members_link(workspace: Workspace) -> int:
    return open_collector(
        workspace=workspace,
        survey=_published(workspace),
        kind="member_link",
        name="Somebody",
        member=Member.objects.get(pk=a_member(workspace)),
        actor=SYSTEM,
        now=NOW,
    ).pk


def a_call(workspace: Workspace) -> int:
    contact = Contact.objects.get(pk=a_contact(workspace))
    begun = begin_call(contact=contact, survey=_published(workspace), actor=SYSTEM, now=NOW)
    return begun.call.pk


def a_call_of_care(workspace: Workspace) -> int:
    touchpoint = Touchpoint.objects.get(pk=a_touchpoint(workspace))
    plan = CarePlan.objects.create(workspace=workspace, touchpoint=touchpoint)
    occurrence = Occurrence.objects.create(
        workspace=workspace,
        touchpoint=touchpoint,
        source="api",
        contact_id=a_contact(workspace),
        happened_at=NOW,
        received_at=NOW,
        due_at=NOW,
        expires_at=NOW,
    )
    run = CareRun.objects.create(workspace=workspace, plan=plan, occurrence=occurrence, is_held_out=False)
    return CareAct.objects.create(workspace=workspace, run=run, number=0, kind=CALL_STEP, due_at=NOW).pk


def an_annotation(workspace: Workspace) -> int:
    mark = Mark(day=NOW.date(), name="New invoices")
    return make_annotation(workspace=workspace, mark=mark, actor=SYSTEM, now=NOW).pk


def a_contract(workspace: Workspace) -> int:
    account = Account.objects.filter(workspace=workspace).first()
    contract, _made = Contract.objects.get_or_create(
        workspace=workspace,
        external_id="C-1",
        defaults={
            "account": account or open_account(workspace=workspace, name="Fjord Shipping", actor=SYSTEM, now=NOW),
            "starts_on": NOW.date() - timedelta(days=100),
            "ends_on": NOW.date() + timedelta(days=100),
            "yearly_value": 1200,
            "currency": "EUR",
            "converted": 1200,
            "told_at": NOW,
        },
    )
    return contract.pk


def some_kept_figures(workspace: Workspace) -> int:
    moments = {"due_at": NOW, "asked_at": NOW, "seen_at": NOW}
    kept, _ = KeptFigures.objects.get_or_create(workspace=workspace, kind="executive", asked="{}", defaults=moments)
    return kept.pk


def a_treatment(workspace: Workspace) -> int:
    known = Treatment.objects.filter(workspace=workspace).first()
    plan = TreatmentPlan(name="New invoices", kind="release", hypothesis="Fewer questions", starts_on=NOW.date())
    return (known or write_treatment(workspace=workspace, plan=plan, actor=SYSTEM, now=NOW)).pk


def a_message_test(workspace: Workspace) -> int:
    messages = [KeptMessage(words={"en": words}, link="", link_words={}) for words in ("See the guide", "Join us")]
    settings = MessageTestSettings(name="Guide or webinar", messages=messages)
    return make_message_test(workspace=workspace, settings=settings, actor=SYSTEM, now=NOW).pk


def a_series(workspace: Workspace) -> int:
    known = Series.objects.filter(workspace=workspace).first()
    settings = SeriesSettings(name="Churn", unit="%")
    return (known or make_series(workspace=workspace, settings=settings, actor=SYSTEM, now=NOW)).pk


def a_theme(workspace: Workspace) -> int:
    known = Theme.objects.filter(workspace=workspace).first()
    settings = ThemeSettings(names={"en": "Delivery"}, words={"en": ["deliver*", "parcel*"]})
    return (known or make_theme(workspace=workspace, settings=settings, actor=SYSTEM, now=NOW)).pk


def a_suggestion(workspace: Workspace) -> int:
    known = ThemeSuggestion.objects.filter(workspace=workspace).first()
    found = {"names": {"en": "invoice"}, "words": {"en": ["invoice*"]}, "responses": [an_answer(workspace)], "n": 12}
    return (known or ThemeSuggestion.objects.create(workspace=workspace, found_at=NOW, **found)).pk


def a_shared_view(workspace: Workspace) -> int:
    member = Member.objects.filter(workspace=workspace).first() or make_member(workspace, "Somebody", VIEWER)
    return save_view(member=member, name="Autumn", page="overview", params={}, is_shared=True, actor=SYSTEM, now=NOW).pk


def a_rate(workspace: Workspace) -> int:
    told = RateTold("SEK", NOW.date(), Decimal("0.09"))
    record_rates(workspace=workspace, items=[told], actor=SYSTEM, now=NOW)
    return ExchangeRate.objects.filter(workspace=workspace).latest("pk").pk


def an_initiative(workspace: Workspace) -> int:
    known = Initiative.objects.filter(workspace=workspace).exclude(state__in=ENDED).first()
    plan = InitiativePlan(
        title="Answer sooner",
        cause="Nobody answers at noon.",
        if_we="answer at noon",
        then_it="fewer wait",
        for_whom="everybody",
        heard_since=NOW.date(),
    )
    found = known or propose_initiative(workspace=workspace, plan=plan, actor=SYSTEM, now=NOW)
    if "en" not in found.told:
        texts = {"en": {"subject": "You told us", "words": "Now somebody answers at noon."}}
        write_telling(initiative=found, texts={**found.told, **texts}, actor=SYSTEM, now=NOW)
    return found.pk


def a_review_of_an_initiative(workspace: Workspace) -> int:
    made = Initiative.objects.get(pk=an_initiative(workspace))
    return plan_review(initiative=made, due_on=NOW.date(), actor=SYSTEM, now=NOW).pk


def a_task_of_an_initiative(workspace: Workspace) -> int:
    made = Initiative.objects.get(pk=an_initiative(workspace))
    return add_task(initiative=made, text="Ask who has time at noon", actor=SYSTEM, now=NOW).pk


def a_pin_of_an_initiative(workspace: Workspace) -> int:
    made, answer = Initiative.objects.get(pk=an_initiative(workspace)), Response.objects.get(pk=an_answer(workspace))
    pin_evidence(initiative=made, thing=answer, actor=SYSTEM, now=NOW)
    return made.pins.latest("pk").pk


def a_rhythm(workspace: Workspace) -> int:
    known = HuddlePlan.objects.filter(workspace=workspace).first()
    if known:
        return known.pk
    team = Team.objects.get(pk=a_team(workspace))
    team.members.add(*Member.objects.filter(workspace=workspace))
    rhythm = Rhythm(team=team, touchpoint=None, weekdays=[0], at=USUAL_HOUR)
    return set_rhythm(workspace=workspace, rhythm=rhythm, actor=SYSTEM, now=NOW).pk


def a_huddle(workspace: Workspace) -> int:
    return Huddle.objects.filter(plan=a_rhythm(workspace)).earliest("pk").pk


def a_promise(workspace: Workspace) -> int:
    huddle, due_on = a_huddle(workspace), NOW.date()
    kept = {"huddle_id": huddle, "kind": PROMISE, "text": "Call them back", "due_on": due_on, "made_at": NOW}
    return HuddleItem.objects.create(workspace=workspace, **kept).pk


def a_pulse(workspace: Workspace) -> int:
    known = Pulse.objects.filter(workspace=workspace).first()
    if known:
        return known.pk
    team, closes_at = Team.objects.get(pk=a_team(workspace)), NOW + timedelta(days=7)
    moments = {"opened_at": NOW, "closes_at": closes_at, "shared_at": closes_at}
    pulse = Pulse.objects.create(workspace=workspace, team=team, questions=["recommend"], **moments)
    for member in Member.objects.filter(workspace=workspace):
        PulseTurn.objects.create(workspace=workspace, pulse=pulse, member=member)
    return pulse.pk


def a_goal(workspace: Workspace) -> int:
    known = Goal.objects.filter(workspace=workspace).first()
    made = known or Goal.objects.create(
        workspace=workspace,
        name="Fewer questions about invoices",
        metric=NPS,
        baseline_on=NOW.date(),
        baseline=20,
        target=40,
        due_on=NOW.date() + timedelta(days=180),
        owner_id=a_member(workspace),
        made_at=NOW,
    )
    return made.pk


def a_part(workspace: Workspace) -> int:
    write_charter(
        workspace=workspace,
        plan=CharterPlan(
            aim="Whom to call first", first_result_on=NOW.date(), margin=10, case_minutes=30, case_hours=8
        ),
        actor=SYSTEM,
        now=NOW,
    )
    member = a_member(workspace)
    return CharterPart.objects.create(workspace=workspace, member_id=member, part=OWNER, asked_at=NOW).pk


def a_playbook(workspace: Workspace) -> int:
    return Playbook.objects.create(workspace=workspace, name="All", reason=DETRACTOR, changed_at=NOW).pk


def an_absence(workspace: Workspace) -> int:
    member, days = Member.objects.get(pk=a_member(workspace)), {"first_day": NOW.date(), "last_day": NOW.date()}
    return note_absence(member=member, stand_in=None, actor=SYSTEM, now=NOW, **days).pk


def a_day_off(workspace: Workspace) -> int:
    days = {"team": None, "weekdays": (0, 1), "country": "FI", "region": ""}
    calendar = set_calendar(workspace=workspace, actor=SYSTEM, now=NOW, **days)
    DayOff.objects.filter(calendar=calendar).delete()
    return add_day_off(calendar=calendar, day=NOW.date(), name="Fair", actor=SYSTEM, now=NOW).pk


def a_case(workspace: Workspace) -> int:
    if (known := Case.objects.filter(workspace=workspace, state=OPEN).first()) is not None:
        return known.pk
    # The frontline sees their own cases alone.
    owner = Member.objects.filter(workspace=workspace, role=FRONTLINE).first()
    person = Contact.objects.get(pk=a_contact(workspace))
    plan = CasePlan(reason=BY_HAND, contact=person, owner=owner, due_at=NOW + timedelta(hours=24))
    return open_case(workspace=workspace, plan=plan, actor=SYSTEM, now=NOW).pk


def an_agreed_action(workspace: Workspace) -> int:
    case, member = Case.objects.get(pk=a_case(workspace)), Member.objects.get(pk=a_member(workspace))
    promised = {"text": "Call back", "due_on": NOW.date(), "owner": member, "by": member, "now": NOW}
    return agree_action(case=case, **promised).pk


def a_root_cause(workspace: Workspace) -> int:
    return add_cause(workspace=workspace, name="Invoices", actor=SYSTEM, now=NOW).pk


def a_letter(workspace: Workspace) -> int:
    case = Case.objects.get(pk=a_case(workspace))
    told = {"subject": "Your invoices", "words": "Hello", "due_at": NOW + timedelta(days=30), "now": NOW}
    write_letter(workspace=workspace, purpose=CASE_LETTER, to=case.contact, case=case, **told)
    return Letter.objects.filter(workspace=workspace, purpose=CASE_LETTER).latest("pk").pk


def a_file_of_a_customer(workspace: Workspace) -> int:
    case = Case.objects.get(pk=a_case(workspace))
    mail, _ = IncomingLetter.objects.get_or_create(
        workspace=workspace, case=case, message_id=f"<{case.pk}@x>", received_at=NOW
    )
    file = IncomingFile(workspace=workspace, incoming=mail, name="invoice.pdf", size=5)
    file.file.save("invoice.pdf", ContentFile(b"%PDF-"))
    return file.pk


def saved_words(workspace: Workspace) -> int:
    member = Member.objects.filter(workspace=workspace).earliest("pk")
    return save_words(member=member, title="Sorry", words="I am sorry.", language="en", now=NOW).pk


def an_invitation_to_the_panel(workspace: Workspace) -> int:
    member = Member.objects.filter(workspace=workspace).earliest("pk")
    return invite_to_panel(case=Case.objects.get(pk=a_case(workspace)), by=member, now=NOW).pk


MAKERS: Mapping[str, Maker] = {
    "member_id": a_member,
    "team_id": a_team,
    "join_id": an_open_invitation,
    "key_id": a_key,
    "account_id": an_account,
    "contact_id": a_contact,
    "import_id": an_import,
    "export_id": an_export,
    "job_id": an_import,
    "survey_id": a_survey,
    "wave_id": a_wave,
    "stage_id": a_stage,
    "touchpoint_id": a_touchpoint,
    "hook_id": a_hook,
    "webhook_id": a_webhook,
    "alert_id": an_alert,
    "outgoing_id": an_outgoing_webhook,
    "outgoing_message_id": an_outgoing_message,
    "webhook_message_id": a_webhook_message,
    "collector_id": a_collector,
    "call_id": a_call,
    "link_id": a_members_link,
    "programme_id": a_programme,
    "limit_id": a_limit,
    "response_id": an_answer,
    "note_id": a_note,
    "heard_id": a_review,
    "benchmark_id": a_benchmark,
    "uid": a_certificate,
    "review_id": a_question,
    "message_id": a_kept_mail,
    "delivery_id": an_uncertain_mail,
    "act_id": a_call_of_care,
    "annotation_id": an_annotation,
    "contract_id": a_contract,
    "figures_id": some_kept_figures,
    "treatment_id": a_treatment,
    "test_id": a_message_test,
    "series_id": a_series,
    "theme_id": a_theme,
    "suggestion_id": a_suggestion,
    "view_id": a_shared_view,
    "rate_id": a_rate,
    "initiative_id": an_initiative,
    "decision_id": a_review_of_an_initiative,
    "task_id": a_task_of_an_initiative,
    "pin_id": a_pin_of_an_initiative,
    "plan_id": a_rhythm,
    "huddle_id": a_huddle,
    "promise_id": a_promise,
    "pulse_id": a_pulse,
    "goal_id": a_goal,
    "part_id": a_part,
    "playbook_id": a_playbook,
    "absence_id": an_absence,
    "day_off_id": a_day_off,
    "case_id": a_case,
    "action_id": an_agreed_action,
    "cause_id": a_root_cause,
    "letter_id": a_letter,
    "file_id": a_file_of_a_customer,
    "words_id": saved_words,
    "panel_id": an_invitation_to_the_panel,
}
VALUES: Mapping[str, str] = {
    "language": "en",
    "page": "answer",
    "question": "recommend",
    "group": "mail",
    "kind": "score",
    "urgency": "legal",
    "way": "qr",
    "form": "svg",
    "figure": "trend",
    "day": "2026-12-01",
    "message": "1",
    "to": "asked",
    "key": "cadence",
    "reason": "detractor",
    "act": "snooze",
}
