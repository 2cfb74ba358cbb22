import re

import pytest

from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.rules import FAMILIES
from kuule.surveys.selectors import STARTERS, starter_survey

PLACES = {"company", "name", "count", "limit"}
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
    assert len(questions) <= 3
    assert [question["key"] for question in questions if not question["optional"]] == ["recommend"]
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


def test_an_unknown_starter_is_refused() -> None:
    with pytest.raises(KeyError):
        starter_survey("../../../etc/passwd")
