"""What programs written for Delighted cause in Kuule: who is asked and why not, programmes, thanks, figures."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kuule.connect.models import Autopilot, Project
from kuule.connect.rules.credentials import key_in
from kuule.connect.rules.faults import RequestError
from kuule.connect.rules.figures import core_figures
from kuule.connect.rules.params import params_of
from kuule.connect.rules.special import SUBJECT, locale_of, special, thanks_for
from kuule.connect.services.autopilot import bring_panel_up_to_date
from kuule.contacts.models import Contact
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.services import archive_contact, suppress
from kuule.contacts.services.contacts import change_contact
from kuule.dispatch.models import AskDecision, Delivery, Invitation, Programme, Turn
from kuule.dispatch.rules import DROPPED, DUE
from kuule.dispatch.services import plan_programme, start_programme
from kuule.insight.query import Query
from kuule.insight.services.saved_views import save_view
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.services import accept_answer
from kuule.surveys.models import Survey
from kuule.surveys.services import close_survey
from kuule.workspaces.rules import SCOPES, SYSTEM
from kuule.workspaces.services import issue_key
from tests.conftest import NOW, Company, client_of
from tests.connect.conftest import Program

EMAIL = "aino@example.com"


def ask(program: Program, **said: Any) -> int | None:
    return program.send("POST", "people", {"email": EMAIL, **said}).body["survey_scheduled_at"]


def last_rule() -> str:
    return AskDecision.objects.order_by("-pk").values_list("rule", flat=True)[0]


def test_an_ask_is_an_invitation_that_waits(program: Program) -> None:
    at = ask(program, delay=600, properties={"Plan": "pro", "Locale": "FI"})
    invitation, delivery = Invitation.objects.get(), Delivery.objects.get()
    assert (invitation.properties, invitation.language) == ({"Plan": "pro", "Locale": "FI"}, "fi")
    assert (delivery.state, delivery.channel, int(delivery.due_at.timestamp())) == (DUE, "email", at)
    assert not Contact.objects.get().properties
    assert ask(program, delay=600) is None
    assert last_rule() == "recently_asked"
    assert program.send("DELETE", f"people/{EMAIL}/survey_requests/pending").status == 200
    assert [each.state for each in Delivery.objects.all()] == [DROPPED]
    assert ask(program) is not None


def test_whoever_is_held_back_is_kept_and_not_asked(program: Program) -> None:
    person = program.person(EMAIL)
    contact, workspace = Contact.objects.get(pk=person["id"]), program.key.workspace
    archive_contact(contact=contact, actor=SYSTEM, now=NOW)
    assert (ask(program), last_rule()) == (None, "archived")
    Contact.objects.update(archived_at=None)
    suppress(workspace=workspace, address=EMAIL, reason="complained", actor=SYSTEM, now=NOW, contact=contact)
    assert (ask(program), last_rule()) == (None, "complained")
    assert (program.send("POST", "people", {"phone_number": "+358401234567", "channel": "email"}).body)[
        "survey_scheduled_at"
    ] is None
    assert last_rule() == "no_address"
    close_survey(survey=program.project.survey, actor=SYSTEM, now=NOW)
    assert program.send("POST", "people", {"email": "new@example.com"}).body["survey_scheduled_at"] is None
    assert Contact.objects.filter(email="new@example.com").exists()
    assert not Invitation.objects.exists()


def test_an_answer_to_such_an_ask_keeps_what_came_with_it_and_is_thanked(program: Program) -> None:
    ask(
        program,
        properties={
            "Plan": "pro",
            "thank_you_message_if_promoter": "Tell <b>your friends</b>",
            "Thank You Link Text": "Shop",
            "thank_you_link_url": "https://shop.example/?a=1&b=2",
        },
    )
    token = mint_token()
    Delivery.objects.update(token_hash=hash_token(token))
    invitation = Invitation.objects.select_related("version__survey", "contact").get()
    accept_answer(
        version=invitation.version,
        score=9,
        verbatim="",
        answers={},
        language="en",
        channel="email",
        now=timezone.now(),
        invitation=invitation,
    )
    (told,) = program.get("survey_responses")
    assert told["person_properties"]["Plan"] == "pro"
    thanks = Client().get(f"/a/{token}/thanks").content.decode()
    assert "Tell &lt;b&gt;your friends&lt;/b&gt;" in thanks
    assert '<a href="https://shop.example/?a=1&amp;b=2" rel="noreferrer">Shop</a>' in thanks


def test_members_of_the_autopilot_are_asked_by_a_programme(program: Program) -> None:
    now = timezone.now()
    for name in ("aino", "veikko"):
        joined = {"person_email": f"{name}@example.com", "properties": {"State": name}}
        assert program.send("POST", "autopilot/email/memberships", joined).status == 201
    autopilot = Autopilot.objects.get()
    assert Programme.objects.get().audience == {"search": "…"}
    bring_panel_up_to_date(autopilot=autopilot, now=now)
    start_programme(programme=Programme.objects.get(), actor=SYSTEM, now=now)
    settings = program.get("autopilot/email")
    assert (settings["active"], settings["frequency"]) == (True, 91 * 86_400)
    bring_panel_up_to_date(autopilot=autopilot, now=now)
    assert Turn.objects.count() == 2
    (member, _other) = program.get("autopilot/email/memberships")
    assert member["next_survey_request"]["survey_scheduled_at"] >= now.timestamp()
    Turn.objects.update(next_on=(now + timedelta(hours=14)).date())
    # A panel of two is spread: one each day.
    for days in (0, 4):
        plan_programme(programme=Programme.objects.get(), now=now + timedelta(days=days))
    asked = {each.contact.email: each.properties for each in Invitation.objects.select_related("contact")}
    assert asked == {"aino@example.com": {"State": "aino"}, "veikko@example.com": {"State": "veikko"}}
    left = program.send("DELETE", "autopilot/email/memberships", {"person_email": "aino@example.com"})
    assert left.status == 202
    bring_panel_up_to_date(autopilot=autopilot, now=now)
    states = Delivery.objects.values_list("invitation__contact__email", "state")
    assert set(states) == {("aino@example.com", DROPPED), ("veikko@example.com", DUE)}
    assert Turn.objects.filter(next_on__isnull=False).count() == 1
    assert program.get("autopilot/sms")["active"] is False


def test_figures_are_those_of_pages_and_a_trend_is_a_saved_view(program: Program, nordlys: Company) -> None:
    person = program.person(EMAIL)["id"]
    for score, plan in ((10, "pro"), (9, "pro"), (2, "free")):
        program.answer(person, score, person_properties={"plan": plan})
    survey = program.project.survey
    query, _problems = Query.from_params(
        {"p.plan": "pro"}, workspace_id=nordlys.workspace.pk, timezone="UTC", now=timezone.now()
    )
    view = save_view(
        member=nordlys.alice,
        name="Pro",
        page="overview",
        params=query.to_params(),
        is_shared=True,
        actor=SYSTEM,
        now=NOW,
    )
    assert program.get("metrics")["nps"] == 33
    assert program.get("metrics", trend=view.pk)["nps"] == 100
    assert [each["score"] for each in program.get("survey_responses", trend=view.pk)] == [10, 9]
    page = client_of(nordlys.alice).get(f"/w/nordlys/?survey={survey.pk}&period=all").content.decode()
    assert "33" in page


def test_a_key_that_was_never_used_takes_the_survey_that_is_open(program: Program, nordlys: Company) -> None:
    _key, secret = issue_key(workspace=nordlys.workspace, name="Second", scopes=SCOPES, actor=SYSTEM, now=NOW)
    second = Program(program.key, secret, program.survey)
    assert second.get("metrics")["response_count"] == 0
    assert Project.objects.get().survey == program.survey
    assert Survey.objects.count() == 1


def test_quiet_hours_of_a_person_move_the_message(program: Program) -> None:
    person = program.person(EMAIL)
    hour = timezone.now().astimezone(UTC).hour
    wishes = Wishes(
        channel="",
        quiet_from=datetime(2026, 1, 1, hour).time(),
        quiet_until=datetime(2026, 1, 1, (hour + 3) % 24).time(),
    )
    contact = Contact.objects.get(pk=person["id"])
    change_contact(contact=contact, timezone="UTC", wishes=wishes, actor=SYSTEM, now=NOW)
    assert (ask(program) or 0) > timezone.now().timestamp() + 3_600


@pytest.mark.parametrize(
    ("properties", "expected"),
    [({"Delighted Email Subject": "Hi"}, "Hi"), ({"delighted_email subject": "Hi"}, "Hi"), ({"Subject": "Hi"}, "")],
)
def test_special_properties_are_known_however_they_are_written(properties: dict[str, str], expected: str) -> None:
    assert special(properties, SUBJECT) == expected


def test_a_link_without_its_text_and_one_that_is_a_program_are_left_out() -> None:
    assert thanks_for({"thank_you_link_url": "https://a.example"}, "passive") == ("", "", "")
    bad = {"thank_you_link_text": "x", "thank_you_link_url": "javascript:alert(1)"}
    assert thanks_for(bad, "passive") == ("", "", "")
    assert locale_of({"locale": "zh_CN"}) == "zh-cn"


@given(st.dictionaries(st.integers(0, 10), st.integers(0, 500)))
def test_figures_hold_together(counts: dict[int, int]) -> None:
    figures = core_figures(counts)
    groups = [figures[f"{name}_count"] for name in ("promoter", "passive", "detractor")]
    assert sum(groups) == figures["response_count"] == sum(counts.values())
    if figures["response_count"]:
        exact = 100 * (groups[0] - groups[2]) / figures["response_count"]
        assert abs(figures["nps"] - exact) <= 0.5
        swapped = core_figures(
            {10 - score if score in (0, 10) else score: n for score, n in counts.items() if score in (0, 10)}
        )
        plain = core_figures({score: n for score, n in counts.items() if score in (0, 10)})
        if plain["nps"] is not None:
            assert swapped["nps"] == -plain["nps"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_key_survives_any_password(name: str, password: str) -> None:
    key = "kuule_" + base64.urlsafe_b64encode(name.encode()).decode()
    header = base64.b64encode(f"{key}:{password}".encode()).decode()
    assert key_in(f"Basic {header}") == key


@given(st.text(max_size=200))
def test_any_query_string_is_read(query: str) -> None:
    try:
        assert isinstance(params_of(query.encode("ascii", "replace").decode(), b"", ""), dict)
    except RequestError as error:
        assert error.status == 400  # noqa: PT017
