"""Finnish names in any case form, and words that are names too. Voikko's own readings are written down here, so that
the same is proved where it is not installed."""

import ctypes
from collections.abc import Iterator

import pytest

from kuule.text import finnish_names, voikko
from kuule.text.masking import Personal, masked, personal_spans
from kuule.text.voikko import Reading

RECORDED = {
    "Anna": "etunimi:Anna teonsana:antaa",
    "Annan": "etunimi:Anna teonsana:antaa",
    "Hyvä": "laatusana:hyvä",
    "Karjalainen": "nimisana_laatusana:karjalainen sukunimi:Karjalainen",
    "Kiitos": "nimisana:kiitos",
    "Korhoselta": "sukunimi:Korhonen",
    "Leenan": "etunimi:Leena",
    "Marja": "etunimi:Marja nimisana:marja",
    "Marja-Leenan": "etunimi:Marja-Leena etunimi:marja-Leena",
    "Matti": "etunimi:Matti nimisana_laatusana:matti",
    "Mäkelä": "paikannimi:Mäkelä",
    "Mäkinen": "laatusana:mäkinen sukunimi:Mäkinen",
    "Nokia": "nimisana:noki paikannimi:Nokia",
    "Onni": "etunimi:Onni nimisana:onni",
    "PARANNUSTA": "nimisana:parannus",
    "Petterssonin": "sukunimi:Pettersson",
    "Pitkästä": "nimisana_laatusana:pitkä sukunimi:Pitkänen",
    "Päiviltä": "etunimi:Päivi etunimi:Päivä nimisana:päivä",
    "Päivisin": "seikkasana:päivisin sukunimi:Päivinen",
    "Smith": "sukunimi:Smith",
    "TOIVON": "etunimi:Toivo nimisana:toivo teonsana:toivoa",
    "Toivo": "etunimi:Toivo nimisana:toivo teonsana:toivoa",
    "Toivon": "etunimi:Toivo nimisana:toivo teonsana:toivoa",
    "VIRTASELTA": "sukunimi:Virtanen",
    "Virtaselle": "sukunimi:Virtanen",
    "Ilo": "nimisana:ilo",
    "Helsingissä": "paikannimi:Helsinki",
    "Kysyin": "teonsana:kysyä",
}


def recorded(word: str) -> frozenset[Reading]:
    return frozenset(Reading(*one.split(":")) for one in RECORDED.get(word, "").split())


@pytest.fixture
def _recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finnish_names, "is_installed", lambda: True)
    monkeypatch.setattr(finnish_names, "readings", recorded)


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Virtaselle kiitos.", "[name] kiitos."),
        ("Kysyin Annan ja Petterssonin avulla Päiviltä, ja Korhoselta.", "Kysyin [n] ja [n] avulla [n], ja [n]."),
        ("Marja-Leenan kanssa asioin", "[n] kanssa asioin"),
        ("Toivo Mäkelä auttoi, myös Anna Smith.", "[n] [n] auttoi, myös [n] [n]."),
        ("Matti oli mukava. Mäkinen ei.", "[n] oli mukava. [n] ei."),
        ("TOIVON PARANNUSTA VIRTASELTA", "TOIVON PARANNUSTA [n]"),
    ],
)
def test_names_are_masked_in_any_form(text: str, expected: str) -> None:
    marks = dict.fromkeys(Personal, "[name]")
    assert masked(text, personal_spans(text, language="fi"), marks) == expected.replace("[n]", "[name]")


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize(
    "text",
    [
        "Toivon parempaa. Annan palautetta. Onni oli, että Helsingissä on Nokia.",
        "Päivisin on ruuhkaa. Ilo olla asiakas. Pitkästä jonosta miinusta. Karjalainen piirakka oli hyvä.",
        "Kiitos Hyvä palvelu, virtanen",
    ],
)
def test_words_that_are_names_too_stay_where_any_word_has_a_capital(text: str) -> None:
    assert personal_spans(text, language="fi") == ()


@pytest.mark.usefixtures("_recorded")
def test_names_are_looked_for_in_finnish_alone() -> None:
    assert personal_spans("Virtanen was kind", language="en") == ()


def test_what_is_recorded_is_what_voikko_says_where_it_is_installed() -> None:
    for word in RECORDED:
        assert voikko.readings(word) == (recorded(word) if voikko.is_installed() else frozenset()), word


@pytest.fixture
def _without_voikko(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    for remembered in (voikko._voikko, voikko.readings):
        remembered.cache_clear()
    yield
    for remembered in (voikko._voikko, voikko.readings):
        remembered.cache_clear()


@pytest.mark.usefixtures("_without_voikko")
def test_without_voikko_all_but_names_is_masked() -> None:
    spans = personal_spans("Virtaselle a@b.example", language="fi")
    assert [span.kind for span in spans] == [Personal.EMAIL]
