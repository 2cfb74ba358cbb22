import re

import pytest

from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.rules import FAMILIES, Content, advice_on, blockers, headline_of
from kuule.surveys.rules.linting import PLACES
from kuule.surveys.selectors import STARTERS, anonymous_texts, known_parts, named_texts, starter_survey
from kuule.surveys.templatetags.surveys import part_label, starter_choice

pytestmark = pytest.mark.any_database


def every_text(name: str) -> dict[str, dict[str, str]]:
    starter = starter_survey(name)
    texts = dict(starter["texts"])
    for question in starter["questions"]:
        texts |= {f"{question['key']}.{part}": text for part, text in question["texts"].items()}
        texts |= {f"{question['key']}={option['key']}": option["texts"] for option in question.get("options", ())}
    return texts


@pytest.mark.parametrize("name", STARTERS)
def test_every_text_is_there_in_every_language_with_the_same_places(name: str) -> None:
    starter = starter_survey(name)
    assert starter["family"] in FAMILIES
    for part, texts in every_text(name).items():
        assert list(texts) == starter["languages"], part
        places = {language: sorted(re.findall(r"\{(\w+)\}", text)) for language, text in texts.items()}
        assert all(set(found) <= PLACES for found in places.values()), part
        assert all(set(found) == set(places["en"]) for found in places.values()), part
        assert all(text == text.strip() and "!" not in text for text in texts.values()), part


@pytest.mark.parametrize("name", STARTERS)
def test_questions_are_few_and_of_known_types(name: str) -> None:
    questions = starter_survey(name)["questions"]
    # A study asks about our own service and one other besides; every further supplier is added by hand.
    assert len(questions) <= (4 if name == "blind" else 3)
    assert [question for question in questions if not question["optional"]] == [headline_of(questions)]
    assert all(question["type"] in QUESTION_TYPES for question in questions)


@pytest.mark.parametrize("name", STARTERS)
def test_finnish_never_bends_the_name_of_the_company(name: str) -> None:
    for part, texts in every_text(name).items():
        assert not re.search(r"\{company\}[\w:’'-]", texts["fi"]), part


@pytest.mark.parametrize("name", STARTERS)
def test_a_mail_and_a_button_stay_short(name: str) -> None:
    texts = starter_survey(name)["texts"]
    assert max(len(text) for text in texts["mail_subject"].values()) <= 60
    assert max(len(text) for part in ("send", "stop_button") for text in texts[part].values()) <= 26


@pytest.mark.parametrize("name", STARTERS)
def test_our_own_surveys_can_be_opened_and_need_no_advice(name: str) -> None:
    starter = starter_survey(name)
    content = Content(tuple(starter["languages"]), tuple(starter["questions"]), starter["texts"])
    assert blockers(starter["family"], content) == []
    # Who compares suppliers must ask more than who asks about one.
    assert [each.code for each in advice_on(content)] == (["many_questions"] if name == "blind" else [])
    assert starter_choice(name)


def test_there_is_one_starter_for_each_family() -> None:
    assert sorted(starter_survey(name)["family"] for name in STARTERS) == sorted(FAMILIES)


@pytest.mark.parametrize("name", STARTERS)
def test_only_an_anonymous_survey_says_that_it_is(name: str) -> None:
    starter, anonymous = starter_survey(name), anonymous_texts()
    assert starter["anonymous"] == (name == "enps")
    assert all((starter["texts"][part] == texts) == starter["anonymous"] for part, texts in anonymous.items())
    assert all(texts != anonymous[part] for part, texts in named_texts(starter["family"]).items())


def test_every_text_has_a_name_in_the_editor() -> None:
    unnamed = {part for part in known_parts() if part_label(part) == part.replace("_", " ")}
    assert unnamed <= {"optional", "unknown_title", "unknown_body"}


def test_an_unknown_starter_is_refused() -> None:
    with pytest.raises(KeyError):
        starter_survey("../../../etc/passwd")
