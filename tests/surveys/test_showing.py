"""To whom a question is shown: the decision, the editor, files, and what keeps a survey from being opened."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.services import define_property
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import Content, Person, UnreadableSurvey, blockers, file_of, read_reply, survey_from_file
from kuule.surveys.rules.filing import SurveyFile
from kuule.surveys.rules.linting import COMMENT_FOR_SOME, advice_on
from kuule.surveys.rules.showing import STRANGER, is_for, shown_to, unasked
from kuule.surveys.selectors import known_parts, ready_questions, starter_survey
from kuule.surveys.services import copy_survey
from kuule.surveys.templatetags.survey_refusals import fault_sentence
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.surveys.contents import starting
from tests.surveys.test_editor_pages import draft, save

TODAY = date(2026, 11, 20)
NEW = {"property": "customer.since", "is": "within", "value": "90"}
GOLD = {"property": "account.plan", "is": "equal", "value": "gold"}
NOT_GOLD = {**GOLD, "is": "other"}
# Of whom it is not known, for them it is not, whatever the comparison.
KNOWN = [
    (NEW, {"customer.since": "2026-08-22"}, True),
    (NEW, {"customer.since": "2026-08-21"}, False),
    (NEW, {"customer.since": "2026-11-20"}, True),
    (NEW, {"customer.since": "2026-11-21"}, False),
    (NEW, {"customer.since": "long ago"}, False),
    (NEW, {}, False),
    (GOLD, {"account.plan": "Gold"}, True),
    (GOLD, {"account.plan": "silver"}, False),
    (GOLD, {"plan": "gold"}, False),
    (NOT_GOLD, {"account.plan": "silver"}, True),
    (NOT_GOLD, {"account.plan": "gold"}, False),
    (NOT_GOLD, {"account.plan": ""}, False),
    (NOT_GOLD, {}, False),
    ({"property": "seats", "is": "equal", "value": "10"}, {"seats": 10.0}, True),
    ({"property": "is_partner", "is": "equal", "value": "true"}, {"is_partner": True}, True),
]


def question(key: str, kind: str = "choice", **more: Any) -> Question:
    options = {"options": [{"key": "yes", "texts": {"en": "Yes"}}, {"key": "no", "texts": {"en": "No"}}]}
    texts = {"title": {"en": f"{key}?"}}
    return {"key": key, "type": kind, "optional": True, "texts": texts, **(options if kind == "choice" else {}), **more}


SCORE = question("recommend", "nps", optional=False)


@pytest.mark.any_database
@pytest.mark.parametrize(("condition", "facts", "holds"), KNOWN)
def test_a_question_is_for_those_of_whom_it_is_known(
    condition: dict[str, str], facts: dict[str, object], holds: bool
) -> None:
    asked = question("q", shown_to={"person": condition})
    assert is_for(asked, Person(facts, TODAY)) is holds
    assert is_for(question("q"), Person(facts, TODAY))


@pytest.mark.any_database
@given(
    score=st.integers(0, 10),
    groups=st.lists(st.sampled_from(["detractor", "passive", "promoter"]), max_size=4),
    sent=st.sampled_from(["", "yes", "no", "nonsense"]),
    is_required=st.booleans(),
)
def test_every_question_is_either_asked_or_set_aside_and_only_what_is_asked_can_be_wrong(
    score: int, groups: list[str], sent: str, is_required: bool
) -> None:
    told = shown_to(groups, None)
    asked = question("q", optional=not is_required, **({"shown_to": told} if told else {}))
    reply = read_reply([SCORE, asked], {"score": str(score), "q": sent})
    group = "promoter" if score > 8 else "passive" if score > 6 else "detractor"
    is_shown = not groups or group in groups
    assert set(reply.values) | set(reply.not_asked) == {"score", "q"}
    assert ("q" in reply.values) is is_shown
    assert ("q" in reply.problems) is (is_shown and (sent == "nonsense" or (is_required and not sent)))
    assert reply.typed["q"] == (sent if sent in ("yes", "no") else None)
    answered = ["q"] if reply.typed["q"] else []
    judged = unasked([SCORE, asked], group=group, person=STRANGER, answered=answered)
    assert judged == (None if is_shown or answered else {"q": None})


@pytest.mark.any_database
def test_before_a_score_is_given_nobody_is_asked_what_only_some_groups_are() -> None:
    asked = question("q", optional=False, shown_to={"groups": ["promoter"]})
    assert read_reply([SCORE, asked], {}).problems == {"score": "not_a_score"}


@pytest.mark.any_database
def test_what_would_make_no_sense_keeps_a_survey_from_being_opened() -> None:
    for_some = question("q", shown_to={"groups": ["promoter"], "person": GOLD})
    questions = (for_some, {**SCORE, "shown_to": {"groups": ["passive"]}})
    found = blockers("relationship", Content(("en",), questions, {}), is_anonymous=True)
    assert [(each.code, each.number) for each in found] == [
        ("before_score", 1),
        ("knows_persons", 1),
        ("score_for_some", 2),
    ]
    assert blockers("relationship", Content(("en",), (SCORE, for_some), {})) == []


@pytest.mark.any_database
def test_a_comment_that_only_some_are_asked_for_is_advised_against() -> None:
    comment = question("why", "text", shown_to={"groups": ["promoter"]})
    later = question("more", "text", shown_to={"groups": ["promoter"]})
    advised = [
        (each.code, each.number)
        for each in advice_on(Content(("en",), (SCORE, comment, later), {}))
        if each.code == COMMENT_FOR_SOME
    ]
    assert advised == [(COMMENT_FOR_SOME, 2)]


@pytest.mark.any_database
def test_a_file_carries_to_whom_a_question_is_shown() -> None:
    content = starting()
    told = {"groups": ["promoter", "passive"], "person": NEW}
    questions = (*content.questions[:2], {**content.questions[2], "shown_to": told})
    raw = file_of(SurveyFile("S", "satisfaction", False, Content(content.languages, questions, content.texts))).encode()
    read = survey_from_file(raw, known_parts=known_parts())
    assert read.content.questions[2]["shown_to"] == {"groups": ["passive", "promoter"], "person": NEW}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ([], [("", "not_an_object")]),
        ({"people": 1}, [("", "unknown")]),
        ({"groups": "promoter"}, [(".groups", "not_a_list")]),
        ({"groups": ["fans", {}]}, [(".groups", "unknown"), (".groups", "unknown")]),
        ({"person": "gold"}, [(".person", "not_an_object")]),
        ({"person": {"property": "plan", "is": "equal"}}, [(".person", "lacking")]),
        ({"person": {**GOLD, "is": "like"}}, [(".person.is", "unknown")]),
        ({"person": {**GOLD, "value": 7}}, [(".person.value", "not_a_text")]),
        ({"person": {**GOLD, "property": "x" * 81}}, [(".person.property", "too_long")]),
        ({"person": {**GOLD, "more": ""}}, [(".person", "unknown")]),
        ({"person": {**NEW, "value": "0"}}, [(".person.value", "no_days")]),
        ({"person": {**NEW, "value": "٩٠"}}, [(".person.value", "no_days")]),
    ],
)
def test_a_file_that_tells_it_wrongly_is_refused_with_the_place(told: object, faults: list[tuple[str, str]]) -> None:
    found = json.loads(file_of(SurveyFile("S", "satisfaction", False, starting())))
    found["questions"][1]["shown_to"] = told
    with pytest.raises(UnreadableSurvey) as error:
        survey_from_file(json.dumps(found).encode(), known_parts=known_parts())
    place = "questions[2].shown_to"
    assert [(each.place, each.code) for each in error.value.faults] == [(place + at, code) for at, code in faults]
    assert all(fault_sentence(fault) for fault in error.value.faults)


@pytest.mark.any_database
def test_a_file_of_an_anonymous_survey_asks_nobody_by_what_is_known_of_them() -> None:
    found = json.loads(file_of(SurveyFile("S", "satisfaction", True, starting())))
    found["questions"][1]["shown_to"] = {"groups": ["promoter"], "person": GOLD}
    with pytest.raises(UnreadableSurvey) as error:
        survey_from_file(json.dumps(found).encode(), known_parts=known_parts())
    assert [(each.place, each.code) for each in error.value.faults] == [
        ("questions[2].shown_to.person", "knows_persons")
    ]


@pytest.fixture
def plan(nordlys: Company) -> None:
    for key, label, kind, of in (("plan", "Plan", "text", "account"), ("vip", "VIP", "boolean", "contact")):
        define_property(workspace=nordlys.workspace, key=key, label=label, kind=kind, of=of, actor=SYSTEM, now=NOW)


def shown_in(page: str) -> list[str]:
    return [each.strip() for each in re.findall("Shown to: [^<]+", page)]


def test_the_editor_says_and_sets_to_whom_a_question_is_shown(bob: Client, desk: str, plan: None) -> None:
    address = "edit/questions/better/"
    gold = {"person_property": "account.plan", "person_is": "equal", "person_value": " Gold "}
    assert save(bob, desk, address, shown_groups="promoter passive", **gold).status_code == 302
    told = {"groups": ["passive", "promoter"], "person": {**GOLD, "value": "Gold"}}
    assert draft().questions[2]["shown_to"] == told
    words = "Shown to: Promoters and passives · Plan (account) is Gold"
    assert shown_in(bob.get(f"{desk}edit/?language=en").content.decode()) == [words]
    assert shown_in(bob.get(desk).content.decode()) == [words]
    page = bob.get(f"{desk}edit/?language=en").content.decode()
    assert '<option value="promoter passive" selected>' in page
    assert '<option value="account.plan" selected>' in page
    copy = copy_survey(survey=Survey.objects.get(), name="Again", actor=SYSTEM, now=NOW)
    assert SurveyVersion.objects.get(survey=copy).questions[2]["shown_to"] == told
    vip = {"person_property": "vip", "person_is": "other", "person_value": "yes"}
    save(bob, desk, address, shown_groups="", **vip)
    assert SurveyVersion.objects.get(survey__name="How we do").questions[2]["shown_to"] == {
        "person": {"property": "vip", "is": "other", "value": "true"}
    }
    assert shown_in(bob.get(desk).content.decode()) == ["Shown to: VIP (person) is not Yes"]
    save(bob, desk, address, shown_groups="", person_property="", person_value="")
    assert "shown_to" not in SurveyVersion.objects.get(survey__name="How we do").questions[2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"person_value": "gold"}, "Say what this value is of"),
        ({"person_property": "account.plan", "person_is": "equal"}, "Say with what it is compared"),
        ({"person_property": "account.plan", "person_is": "within", "person_value": "9"}, "Only a date"),
        ({"person_property": "customer.since", "person_is": "within", "person_value": "soon"}, "from 1 to 3650"),
        ({"person_property": "vip", "person_is": "equal", "person_value": "maybe"}, "cannot be a value"),
        ({"person_property": "secrets", "person_is": "equal", "person_value": "x"}, "secrets"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field_and_nothing_is_changed(
    bob: Client, desk: str, plan: None, typed: dict[str, str], said: str
) -> None:
    before = draft().questions
    answer = save(bob, desk, "edit/questions/better/", title="Better?", **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Better?" in answer.content.decode()
    assert draft().questions == before


def test_an_anonymous_survey_offers_the_groups_alone(bob: Client, nordlys: Company) -> None:
    desk = bob.post("/w/nordlys/surveys/", {"name": "How are we", "starter": "enps"})["Location"]
    bob.post(f"{desk}edit/questions/", {"kind": "ready:brought_by", "language": "en"})
    added = draft().questions[-1]
    assert (added["key"], "shown_to" in added) == ("brought_by", False)
    save(bob, desk, "edit/questions/brought_by/", shown_groups="detractor", person_property="vip", person_value="x")
    assert draft().questions[-1]["shown_to"] == {"groups": ["detractor"]}
    assert "person_property" not in bob.get(f"{desk}edit/").content.decode()
    version = draft()
    version.questions[-1]["shown_to"] = {"person": GOLD}
    version.save()
    bob.post(f"{desk}publish/")
    assert Survey.objects.get().state == "draft"
    assert "An anonymous survey asks nobody by what is known of them." in bob.get(f"{desk}edit/").content.decode()


def test_two_people_do_not_undo_each_others_choice(bob: Client, desk: str) -> None:
    page = bob.get(f"{desk}edit/?language=en").content.decode()
    form = page[page.index('id="part-better"') :]
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen
    save(bob, desk, "edit/questions/better/", shown_groups="promoter")
    late = {"do": "save", "seen": seen[1], "language": "en", "title": "Late", "shown_groups": "detractor"}
    assert bob.post(f"{desk}edit/questions/better/", late).status_code == 409
    assert draft().questions[2]["shown_to"] == {"groups": ["promoter"]}


def test_the_ready_questions_come_with_whom_they_are_for(bob: Client, nordlys: Company) -> None:
    desk = bob.post("/w/nordlys/surveys/", {"name": "How we do", "starter": "relationship_nps"})["Location"]
    for key in ready_questions():
        bob.post(f"{desk}edit/questions/", {"kind": f"ready:{key}", "language": "en"})
    assert shown_in(bob.get(desk).content.decode()) == [
        "Shown to: Customer since: in the last 90 days",
        "Shown to: Promoters",
    ]
    assert blockers("relationship", Content(("en",), tuple(draft().questions), {})) == []
    assert all("shown_to" not in each for each in starter_survey("relationship_nps")["questions"])
