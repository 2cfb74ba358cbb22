"""Themes to begin with: those that Kuule brings, those from a file, and what is wrong with a file, said clearly."""

import pytest

from kuule.text.phrases import Phrases
from kuule.text.seeds import STARTER_SETS, RejectedSeeds, SeededTheme, read_themes, starter_set

WAITING = """
[[theme]]
key = "waiting"
name = {en = "Waiting", fi = "Odotus"}
seeds = {en = ["wait*", "long queue*"], fi = ["odot*"]}
"""
LANGUAGES = {"en", "fi", "sv", "de", "vi"}


def test_a_file_is_read_in_its_order() -> None:
    content = WAITING + WAITING.replace("waiting", "praise").replace("fi = [", "sv = [") + "praise = true\n"
    found = read_themes(content, source="own.toml")
    assert found.themes[0] == SeededTheme(
        key="waiting",
        name={"en": "Waiting", "fi": "Odotus"},
        seeds={"en": ("wait*", "long queue*"), "fi": ("odot*",)},
        praise=False,
    )
    assert [(theme.key, theme.praise) for theme in found.themes] == [("waiting", False), ("praise", True)]
    assert found.languages == ("en", "fi", "sv")


@pytest.mark.parametrize(
    "content",
    [
        '"Waiting times" = ["wait*", "queue*"]',
        '[themes]\n"Waiting times" = ["wait*", "queue*"]',
        '["Waiting times"]\nen = ["wait*", "queue*"]',
        '["Waiting times"]\nseeds = ["wait*", "queue*"]\npraise = false',
        '[[theme]]\nkey = "waiting_times"\nname = "Waiting times"\nseeds = ["wait*", "queue*"]',
    ],
)
def test_a_theme_may_be_no_more_than_a_name_and_its_words(content: str) -> None:
    expected = SeededTheme(key="waiting_times", name={"en": "Waiting times"}, seeds={"en": ("wait*", "queue*")})
    assert read_themes(content, source="own.toml").themes == (expected,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[theme", "own.toml: This is no valid TOML: "),
        ("", "own.toml: Write one [[theme]] for each theme"),
        ("theme = 3", "own.toml: Write one [[theme]] for each theme"),
        ("theme = [3]", "own.toml, theme 1: Write it as [[theme]]"),
        (WAITING + "[extra]\nx = 1", "own.toml: Write one [[theme]] for each theme and nothing else"),
        ("waiting = 3", "own.toml, theme 1 (waiting), seeds: Write it by language"),
        ("'...' = ['wait*']", "own.toml, theme 1, key: Write a short word"),
        (WAITING * 2, "own.toml: Two themes have the key “waiting”."),
        (WAITING * 101, "own.toml: There are 101 themes; 100 can be told apart at most."),
        (WAITING.replace('"waiting"', '"Waiting times"'), "own.toml, theme 1, key: Write a short word"),
        (WAITING + "colour = 3", "own.toml, theme 1 (waiting): “colour” is unknown."),
        (WAITING + 'praise = "yes"', "own.toml, theme 1 (waiting), praise: Write true or false."),
        (
            WAITING.replace('en = "Waiting"', "en = 3"),
            "theme 1 (waiting), name, en: Write the name in quotes.",
        ),
        (WAITING.replace("name = {", "#"), "own.toml, theme 1 (waiting), name: Write it by language"),
        (WAITING.replace("seeds = {", "#"), "own.toml, theme 1 (waiting), seeds: Write it by language"),
        (WAITING.replace("fi = [", "Finnish = ["), "own.toml, theme 1 (waiting), seeds: “Finnish” is no code"),
        (WAITING.replace('["odot*"]', '"odot*"'), "own.toml, theme 1 (waiting), seeds, fi: Write a list of words"),
        (WAITING.replace('["odot*"]', "[]"), "own.toml, theme 1 (waiting), seeds, fi: Write a list of words"),
        (WAITING.replace("odot*", "od*"), "own.toml, theme 1 (waiting), seeds, fi: “od*” finds too much"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: str, message: str) -> None:
    with pytest.raises(RejectedSeeds) as caught:
        read_themes(content, source="own.toml")
    assert message in str(caught.value)


@pytest.mark.parametrize("name", STARTER_SETS)
def test_starter_sets_are_whole_in_every_language(name: str) -> None:
    themes = starter_set(name).themes
    assert 12 <= len(themes) <= 15
    assert [theme.key for theme in themes if theme.praise] == ["praise"]
    for theme in themes:
        assert set(theme.name) == set(theme.seeds) == LANGUAGES, theme.key
        assert all(len(listed) >= 5 for listed in theme.seeds.values()), theme.key


def test_an_unknown_starter_set_is_not_there() -> None:
    with pytest.raises(KeyError):
        starter_set("../b2b")


@pytest.mark.parametrize(
    ("name", "language", "text", "key"),
    [
        ("b2b", "fi", "Laskutuksessa on ollut sekaannusta", "billing"),
        ("b2b", "de", "Der Ansprechpartner wechselt ständig", "contact_person"),
        ("software", "sv", "Appen kraschar varje dag", "bugs"),
        ("software", "en", "It is so easy to use", "ease"),
        ("retail", "vi", "Giao hàng rất nhanh", "delivery"),
        ("retail", "fi", "Kassajonot olivat pitkät", "checkout"),
        ("health", "fi", "Odotusaika oli kohtuuton", "waiting"),
        ("health", "sv", "Maten var kall", "food"),
    ],
)
def test_their_seeds_find_what_people_write(name: str, language: str, text: str, key: str) -> None:
    found = {theme.key for theme in starter_set(name).themes if Phrases(theme.seeds[language]).occur_in(text)}
    assert key in found


@pytest.mark.parametrize(
    "text",
    [
        "Neuvostoliitto ja toimitusjohtaja olivat osallistumassa, valitut tuotteet sijaitsevat täällä.",
        "Palaute oli lyhyt, takana on näkymätön aita.",
    ],
)
def test_finnish_stems_leave_other_words_alone(text: str) -> None:
    found = {
        (name, theme.key)
        for name in STARTER_SETS
        for theme in starter_set(name).themes
        if theme.key != "location" and Phrases(theme.seeds["fi"]).occur_in(text)
    }
    assert found == set()
