"""The language of a comment, among those of its survey."""

import pytest

from kuule.text.languages import language_of

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
