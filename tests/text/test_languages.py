"""The language of a comment, among those of its survey."""

import pytest

from kuule.text.languages import language_of, languages_of

ALL = ("en", "fi", "sv", "de", "vi")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The service was quick and friendly", "en"),
        ("Palvelu oli nopeaa ja ystävällistä", "fi"),
        ("Servicen var snabb och trevlig", "sv"),
        ("Der Service war schnell und freundlich", "de"),
        ("Dịch vụ nhanh và thân thiện", "vi"),
    ],
)
def test_each_language_is_told(text: str, language: str) -> None:
    assert language_of(text, ALL, otherwise="xx") == language


@pytest.mark.parametrize("text", ["", "Good!", "Todella hyvä", "👍 👍 👍 👍", "10 / 10"])
def test_under_three_words_the_survey_decides(text: str) -> None:
    assert language_of(text, ALL, otherwise="sv") == "sv"


def test_only_languages_of_the_survey_are_found() -> None:
    assert language_of("Palvelu oli nopeaa ja ystävällistä", ("en", "sv"), otherwise="en") in {"en", "sv"}


@pytest.mark.parametrize("languages", [(), ("en",), ("en", "en"), ("en", "no-such")])
def test_without_a_choice_the_survey_decides(languages: tuple[str, ...]) -> None:
    assert language_of("Palvelu oli nopeaa ja ystävällistä", languages, otherwise="en") == "en"


def test_the_comments_of_a_file_tell_which_languages_there_are() -> None:
    finnish = ["Palvelu oli nopeaa ja ystävällistä", "Odotin vastausta aivan liian kauan", "Kiitos!"]
    english = ["The service was quick and friendly", "I waited far too long for an answer"]
    assert languages_of(finnish, ALL, otherwise="en") == ["fi"] * 3
    assert languages_of([*finnish, *english], ALL, otherwise="sv") == [*["fi"] * 3, *["en"] * 2]
    assert languages_of(["Good", "👍"], ALL, otherwise="de") == ["de", "de"]
    assert languages_of([], ALL, otherwise="de") == []


def test_one_odd_comment_makes_no_language_of_a_file() -> None:
    texts = ["Palvelu oli nopeaa ja ystävällistä"] * 40 + ["The service was quick and friendly"]
    assert languages_of(texts, ALL, otherwise="en") == ["fi"] * 41
