import pytest

from kuule.surveys.rules import Content, advice_on, blockers
from kuule.surveys.rules import editing as edit
from kuule.surveys.rules.editing import QuestionEdit
from kuule.surveys.rules.linting import ADVICE_CODES, Advice, leading
from kuule.surveys.templatetags.survey_advice import advice_reason, advice_sentence, blocker_sentence
from tests.surveys.contents import starting

pytestmark = pytest.mark.any_database


def reworded(key: str, language: str = "en", **words: str) -> Content:
    content = starting()
    question = content.question(key)
    edited = QuestionEdit(words, is_optional=question["optional"], scale=question.get("scale", ""))
    return edit.with_question_edited(content, key, edit=edited, language=language)


def skippable(key: str, *, is_optional: bool = True) -> Content:
    return edit.with_question_edited(starting(), key, QuestionEdit({}, is_optional=is_optional), language="en")


def with_more(*kinds: str) -> Content:
    content = starting()
    for number, kind in enumerate(kinds):
        content = edit.with_question(content, key=f"q_{number}", kind=kind)
        content = edit.with_question_edited(
            content, f"q_{number}", QuestionEdit({"title": "What else?"}), language="en"
        )
    return content


def with_options(*labels: str) -> Content:
    content = with_more("choice")
    for number, label in enumerate(labels):
        content = edit.with_option(content, "q_0", option_key=f"o_{number}", label=label, language="en")
    return content


def codes(content: Content) -> set[str]:
    return {each.code for each in advice_on(content)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_more("choice"), "many_questions"),
        (edit.without_question(starting(), "why"), "no_open"),
        (with_more("text"), "many_open"),
        (skippable("why", is_optional=False), "required"),
        (reworded("satisfied", title="How much do you love our excellent service?"), "leading"),
        (reworded("satisfied", title="How satisfied are you " + "with all of it " * 8), "long"),
        (reworded("satisfied", title="How satisfied are you with speed and price?"), "two_in_one"),
        (reworded("satisfied", "fi", title="Kuinka tyytyväinen olet hintaan ja laatuun?"), "two_in_one"),
        (with_more("rating"), "no_ends"),
        (with_options(*"ABCDEFGH", "Other"), "many_options"),
        (with_options("Price", "Speed"), "no_other"),
        (Content(("en",), starting().questions, {}), "no_reader"),
        (reworded("why", "fi", title=""), "untranslated"),
        (reworded("why", title="What about {touchpoint}?"), "unknown_place"),
    ],
)
def test_the_linter_says_what_could_be_better_and_why(content: Content, code: str) -> None:
    found = [each for each in advice_on(content) if each.code == code]
    assert found
    assert advice_sentence(found[0])
    assert len(advice_reason(found[0])) > 30


def test_every_piece_of_advice_has_a_reason() -> None:
    assert all(advice_reason(Advice(code)) for code in ADVICE_CODES)


def test_advice_names_its_question_and_its_words() -> None:
    (found,) = (each for each in advice_on(reworded("why", title="Why is it great?")) if each.code == "leading")
    assert (found.number, advice_sentence(found)) == (2, "Words that push the answer: great.")
    (missing,) = (each for each in advice_on(reworded("why", "fi", title="")) if each.code == "untranslated")
    assert advice_sentence(missing) == "Finnish: 1 text is missing."


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Kuinka mahtavaa palvelumme oli?", "fi", ["mahtavaa"]),
        ("Hur fantastisk var vår hjälp?", "sv", ["fantastisk"]),
        ("Wie großartig war es?", "de-AT", ["großartig"]),
        ("Dịch vụ tuyệt vời thế nào?", "vi", ["tuyệt vời"]),
        ("هل كانت الخدمة ممتازة؟", "ar", ["ممتازة"]),
        ("Is the greatness of others a glove?", "en", ["greatness"]),
        ("How satisfied are you?", "en", []),
        ("Great?", "fi", []),
    ],
)
def test_leading_words_are_known_in_six_languages(words: str, language: str, found: list[str]) -> None:
    assert leading(words, language) == found


def test_an_option_for_the_others_may_be_in_any_language() -> None:
    assert "no_other" not in codes(with_options("Price", "Something else"))


@pytest.mark.parametrize(
    ("content", "family", "code"),
    [
        (Content(("en",), (), {}), "relationship", "no_headline"),
        (starting(), "relationship", "no_headline"),
        (starting(), "effort", "other_headline"),
        (edit.with_question_moved(with_more("rating"), "q_0", -9), "satisfaction", "other_headline"),
        (
            edit.with_question_edited(starting(), "satisfied", QuestionEdit({}), language="en"),
            "satisfaction",
            "optional_headline",
        ),
        (edit.with_question(with_more("nps"), key="q_9", kind="nps"), "employee", "two_headlines"),
        (edit.with_question(starting(), key="q_0", kind="text"), "satisfaction", "no_title"),
        (with_options("Only one"), "satisfaction", "too_few_options"),
        (with_options("Price", ""), "satisfaction", "option_without_label"),
    ],
)
def test_only_what_makes_a_survey_worthless_keeps_it_back(content: Content, family: str, code: str) -> None:
    found = blockers(family, content)
    assert code in [each.code for each in found]
    assert all(blocker_sentence(each) for each in found)


def test_advice_keeps_nothing_back() -> None:
    assert advice_on(with_more("text", "rating"))
    assert blockers("satisfaction", with_more("text", "rating")) == []
