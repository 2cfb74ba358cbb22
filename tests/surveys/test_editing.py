import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.rules import (
    FAMILIES,
    Content,
    SurveyFile,
    Wording,
    advice_on,
    blockers,
    chosen_score,
    fields_with_several,
    file_of,
    headline_of,
    read_reply,
    shown_problems,
    shown_questions,
    survey_from_file,
)
from kuule.surveys.rules import editing as edit
from kuule.surveys.rules.editing import QuestionEdit
from kuule.surveys.rules.faults import faults_of
from kuule.surveys.rules.seeing import seen_question, seen_texts
from kuule.surveys.selectors import known_parts, starter_survey
from kuule.workspaces.rules import Refused
from tests.surveys.contents import CONTENTS, WORDS, starting

pytestmark = pytest.mark.any_database


def faults_in(content: Content) -> list[object]:
    written = {"languages": list(content.languages), "questions": list(content.questions), "texts": content.texts}
    return list(faults_of(json.loads(json.dumps(written)), known_parts=known_parts()))


@given(CONTENTS)
def test_whatever_is_done_in_the_editor_the_content_stays_valid(content: Content) -> None:
    assert faults_in(content) == []
    assert content.languages
    for family in FAMILIES:
        assert isinstance(blockers(family, content), list)
    assert isinstance(advice_on(content), list)


@given(CONTENTS, st.sampled_from(FAMILIES), st.booleans())
def test_a_survey_comes_back_from_its_file_as_it_was(content: Content, family: str, is_anonymous: bool) -> None:
    file = SurveyFile("Autumn", family, is_anonymous, content)
    assert survey_from_file(file_of(file).encode(), known_parts=known_parts()) == file


@given(CONTENTS, st.dictionaries(st.sampled_from(["score", "q_0", "q_1", "q_2", "why", "better", "x"]), WORDS))
def test_any_reply_to_any_survey_is_read_and_shown(content: Content, fields: dict[str, str]) -> None:
    reply = read_reply(content.questions, fields)
    wording = Wording(starter_survey("csat")["texts"], "fi", "Nordlys")
    shown = shown_questions(content.questions, wording, values=reply.values, faulty=reply.problems)
    assert [each.field for each in shown if each.has_problem] == list(reply.problems)
    assert len(shown_problems(reply.problems, wording, values=reply.values, questions=reply.questions)) == len(
        reply.problems
    )
    assert set(fields_with_several(content.questions)) <= {each.field for each in shown}
    assert sum(each.is_headline for each in shown) == (headline_of(content.questions) is not None)
    assert isinstance(reply.answers, dict)
    assert isinstance(reply.verbatim, str)


@given(CONTENTS, st.text())
def test_only_points_of_the_scale_can_be_chosen_by_an_address(content: Content, raw: str) -> None:
    score = chosen_score(content.questions, raw)
    assert score is None or str(score) == raw


def test_a_question_is_made_moved_written_and_taken_out() -> None:
    content = edit.with_question(starting(), key="q_new", kind="choice")
    assert [question["key"] for question in content.questions] == ["satisfied", "why", "better", "q_new"]
    content = edit.with_question_moved(content, "q_new", -2)
    content = edit.with_option(content, "q_new", option_key="o_a", label="Tampere", language="fi")
    content = edit.with_question_edited(content, "q_new", QuestionEdit({"title": "Missä?"}), language="fi")
    assert [question["key"] for question in content.questions] == ["satisfied", "q_new", "why", "better"]
    assert content.question("q_new") == {
        "key": "q_new",
        "type": "choice",
        "optional": True,
        "texts": {"title": {"fi": "Missä?"}},
        "options": [{"key": "o_a", "texts": {"fi": "Tampere"}}],
    }
    assert edit.without_question(content, "q_new").questions == starting().questions


def test_the_first_number_that_is_asked_for_cannot_be_skipped() -> None:
    empty = Content(("en",), (), {})
    asked = edit.with_question(empty, key="q_0", kind="rating", scale="1-5")
    asked = edit.with_question(asked, key="q_1", kind="rating", scale="1-7")
    assert [question["optional"] for question in asked.questions] == [False, True]


def test_a_shorter_scale_drops_the_meanings_of_points_that_it_lacks() -> None:
    content = edit.with_question(Content(("en",), (), {}), key="q_0", kind="rating", scale="1-7")
    words = {"low": "never", "point_6": "often", "high": "always"}
    content = edit.with_question_edited(content, "q_0", QuestionEdit(words, scale="1-7"), language="en")
    content = edit.with_question_edited(content, "q_0", QuestionEdit({}, scale="1-5"), language="en")
    assert content.questions[0]["texts"] == {"title": {}, "low": {"en": "never"}, "high": {"en": "always"}}


def test_taking_a_language_out_takes_its_texts_and_no_others() -> None:
    content = edit.without_language(starting(), "ar")
    assert "ar" not in json.dumps([content.questions, content.texts, content.languages], ensure_ascii=False).split('"')
    assert content.texts["send"]["fi"] == "Lähetä vastaus"
    for language in ("en", "fi", "sv", "de"):
        content = edit.without_language(content, language)
    with pytest.raises(Refused, match="last_language"):
        edit.without_language(content, "vi")


def with_question_number(content: Content, number: int) -> Content:
    return edit.with_question(content, key=f"q_{number}", kind="text")


def with_option_number(content: Content, number: int) -> Content:
    return edit.with_option(content, "better", option_key=f"o_{number}")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda content: edit.without_question(content, "gone"), "no_such_question"),
        (lambda content: edit.without_option(content, "better", "gone"), "no_such_option"),
        (lambda content: reduce(with_question_number, range(9), content), "too_many_questions"),
        (lambda content: reduce(with_option_number, range(20), content), "too_many_options"),
        (lambda content: reduce(edit.with_language, [f"l{n}" for n in range(40)], content), "too_many_languages"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(act, code: str) -> None:
    with pytest.raises(Refused, match=code):
        act(starting())


def test_those_who_work_on_other_parts_or_languages_do_not_disturb_each_other() -> None:
    before = starting()
    finnish = edit.with_question_edited(before, "why", QuestionEdit({"title": "Miksi?"}), language="fi")
    assert seen_question(finnish, "why", "sv") == seen_question(before, "why", "sv")
    assert seen_question(finnish, "better", "fi") == seen_question(before, "better", "fi")
    assert seen_question(finnish, "why", "fi") != seen_question(before, "why", "fi")
    thanks = edit.with_texts(before, {"thanks_title": "Kiitos"}, language="fi")
    assert seen_texts(thanks, ["send"], "fi") == seen_texts(before, ["send"], "fi")
    assert seen_texts(thanks, ["thanks_title"], "fi") != seen_texts(before, ["thanks_title"], "fi")
