"""Contents of surveys as anybody could compose them, for tests with examples that a machine invents."""

from hypothesis import strategies as st

from kuule.surveys.rules import Content
from kuule.surveys.rules import editing as edit
from kuule.surveys.rules.content import clean_line
from kuule.surveys.selectors import starter_survey
from kuule.workspaces.rules import Refused

KINDS = ("nps", "rating", "text", "choice", "choices")
LANGUAGES = ("en", "fi", "ar", "vi", "pt-BR", "zh-Hans")
# As forms hand them on: composed, in one line.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20).map(clean_line)
KEYS = st.sampled_from([f"q_{number}" for number in range(4)])
OPTIONS = st.sampled_from([f"o_{number}" for number in range(4)])
STEPS = st.integers(-3, 3)
LANGUAGE = st.sampled_from(LANGUAGES)
SCALES = st.sampled_from(["0-10", "1-5", "1-7", ""])
PARTS = st.sampled_from(["title", "title_detractor", "title_promoter", "low", "high", "point_3", "point_6", "nonsense"])


@st.composite
def edits(draw: st.DrawFn) -> edit.QuestionEdit:
    return edit.QuestionEdit(
        texts=draw(st.dictionaries(PARTS, WORDS, max_size=4)),
        options=draw(st.dictionaries(OPTIONS, WORDS, max_size=3)),
        is_optional=draw(st.booleans()),
        scale=draw(SCALES),
    )


@st.composite
def acts(draw: st.DrawFn):
    """One act of the editor, on a question or an option that may not be there."""
    key, option, step, language = draw(KEYS), draw(OPTIONS), draw(STEPS), draw(LANGUAGE)
    words, changed, kind = draw(WORDS), draw(edits()), draw(st.sampled_from(KINDS))
    scale = draw(SCALES) if kind == "rating" else ""
    return draw(
        st.sampled_from(
            [
                lambda c: c if c.question(key) else edit.with_question(c, key=key, kind=kind, scale=scale),
                lambda c: edit.without_question(c, key),
                lambda c: edit.with_question_moved(c, key, step),
                lambda c: _in(language, c, lambda: edit.with_question_edited(c, key, changed, language=language)),
                lambda c: _in(language, c, lambda: _with_new_option(c, key, option, words, language)),
                lambda c: edit.without_option(c, key, option),
                lambda c: edit.with_option_moved(c, key, option, step),
                lambda c: _in(language, c, lambda: edit.with_texts(c, {"send": words}, language=language)),
                lambda c: edit.with_language(c, language),
                lambda c: edit.without_language(c, language),
            ]
        )
    )


def _in(language: str, content: Content, act) -> Content:
    return act() if language in content.languages else content


def _with_new_option(content: Content, key: str, option: str, words: str, language: str) -> Content:
    question = content.question(key)
    if question is None or "options" not in question or any(each["key"] == option for each in question["options"]):
        return content
    return edit.with_option(content, key, option_key=option, label=words, language=language)


def after(content: Content, doing) -> Content:
    """The content after some acts; those that the editor refuses change nothing."""
    for act in doing:
        try:
            content = act(content)
        except Refused:
            continue
    return content


def starting() -> Content:
    starter = starter_survey("csat")
    return Content(tuple(starter["languages"]), tuple(starter["questions"]), starter["texts"])


CONTENTS = st.lists(acts(), max_size=25).map(lambda doing: after(starting(), doing))
