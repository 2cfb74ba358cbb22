"""Urgent comments are told in five languages, and ordinary ones are left in peace."""

import pytest

from kuule.text.phrases import UnfitPhrase
from kuule.text.urgency import Alarm, Reason, UrgentPhrases, starter_phrases, starter_urgency

LEAVING, LEGAL, SAFETY = Reason


def reasons(text: str, language: str) -> list[Reason]:
    return [alarm.reason for alarm in starter_urgency().found_in(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "We are cancelling our contract in May.", LEAVING),
        ("en", "I WON’T be back", LEAVING),
        ("en", "Next you will hear from our solicitors", LEGAL),
        ("en", "The stairs are unsafe", SAFETY),
        ("fi", "Irtisanomme sopimuksen, ellei mikään muutu.", LEAVING),
        ("fi", "Aiomme vaihtaa toimittajaa keväällä", LEAVING),
        ("fi", "En enää osta teiltä", LEAVING),
        ("fi", "Otan yhteyttä kuluttaja-asiamieheen", LEGAL),
        ("fi", "Piha oli vaarallisen liukas", SAFETY),
        ("sv", "Vi kommer att säga upp avtalet", LEAVING),
        ("sv", "Jag har kontaktat en advokat", LEGAL),
        ("sv", "Det var livsfarligt halt", SAFETY),
        ("de", "Ich habe gekündigt", LEAVING),
        ("de", "Mein Anwalt meldet sich", LEGAL),
        ("de", "Ein Mitarbeiter wurde verletzt", SAFETY),
        ("vi", "Chúng tôi sẽ hủy hợp đồng", LEAVING),
        ("vi", "Tôi sẽ nhờ luật sư", LEGAL),
        ("vi", "Cầu thang rất nguy hiểm", SAFETY),
    ],
)
def test_what_cannot_wait_is_told(language: str, text: str, reason: Reason) -> None:
    assert reasons(text, language) == [reason]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I left happy and would cancel my Netflix to pay you. Great food court, lovely departure."),
        ("en", "We will not. Renew the paint, never end with it."),
        ("en", "I did not feel unsafe, and we would never go elsewhere."),
        ("fi", "Emme vaihda toimittajaa. Matkalta lähdettiin hyvillä mielin, henkilökunta vaihtui."),
        ("sv", "Trevlig stämning på hotellet, jag är osäker på priset. Det är inte farligt."),
        ("de", "Das Gericht war lecker, gewaltig gut. Ich kündige nicht. Die Anzeige war klar."),
        ("vi", "Cửa hàng không nguy hiểm, kiện hàng đến sớm, sẽ quay lại"),
    ],
)
def test_ordinary_comments_raise_no_alarm(language: str, text: str) -> None:
    assert starter_urgency().found_in(text, language=language) == ()


def test_a_negation_reaches_two_words_and_no_further_than_the_comma() -> None:
    assert reasons("This is not a danger to us", "en") == []
    assert reasons("I would not say it lightly, but it is dangerous", "en") == [SAFETY]
    assert reasons("Not happy, unsafe stairs", "en") == [SAFETY]


def test_an_alarm_says_which_phrase_stands_where() -> None:
    own = UrgentPhrases({LEGAL: {"en": ["regulator*"]}})
    text = "I wrote to the Regulators."
    [alarm] = own.found_in(text, language="en")
    assert alarm == Alarm(LEGAL, "regulator*", 15, 25)
    assert text[alarm.start : alarm.end] == "Regulators"
    assert own.found_in(text, language="fi") == ()


def test_phrases_that_cannot_be_looked_for_are_refused() -> None:
    with pytest.raises(UnfitPhrase, match=r"“la\*” finds too much"):
        UrgentPhrases({LEGAL: {"en": ["la*"]}})


def test_every_reason_has_phrases_in_every_language() -> None:
    assert set(starter_phrases()) == set(Reason)
    assert {frozenset(by_language) for by_language in starter_phrases().values()} == {
        frozenset({"en", "fi", "sv", "de", "vi"})
    }
