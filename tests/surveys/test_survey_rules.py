import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.rules import Wording, best_language, direction, fill, read_reply, shown_problems, shown_questions
from kuule.surveys.selectors import starter_survey

pytestmark = pytest.mark.any_database
STARTER = starter_survey("relationship_nps")
OFFERED = STARTER["languages"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fi", "fi"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, sv;q=0.5, vi;q=0.7", "vi"),
        ("AR-eg", "ar"),
        ("fr", "en"),
        ("", "en"),
        ("fi;q=0, sv;q=0.1", "sv"),
        ("fi;q=x,,;;=,sv", "sv"),
        ("*", "en"),
    ],
)
def test_the_browser_is_served_in_its_language(accepted: str, language: str) -> None:
    assert best_language(accepted, OFFERED, "en") == language


@given(st.text())
def test_any_header_leads_to_an_offered_language(accepted: str) -> None:
    assert best_language(accepted, OFFERED, "en") in OFFERED


def test_a_regional_language_is_offered_by_its_own_name() -> None:
    assert best_language("pt-br", ["en", "pt-BR"], "en") == "pt-BR"
    assert best_language("fr", ["sv", "fi"], "en") == "sv"


@given(st.text(), st.text())
def test_values_are_never_read_as_places(company: str, rest: str) -> None:
    assert fill("{company}" + rest.replace("{", "").replace("}", ""), company=company, name="Aino").startswith(company)
    assert fill("{company} {unknown}", company="{name}", name="Aino") == "{name} {unknown}"


def test_names_cannot_reorder_their_sentence() -> None:
    wording = Wording(STARTER["texts"], "ar", "Nordlys \u202eEnergy")
    assert wording.direction == direction("ar") == "rtl"
    assert "\u2068Nordlys \u202eEnergy\u2069" in wording["stop_title"]


def test_a_reply_is_sorted_into_score_verbatim_and_answers() -> None:
    reply = read_reply(STARTER["questions"], {"score": "0", "why": " Late\n", "improve": "price", "admin": "1"})
    assert (reply.score, reply.verbatim, reply.answers, reply.problems) == (0, "Late", {"improve": "price"}, {})


def test_what_is_wrong_is_said_in_the_order_of_the_questions() -> None:
    fields = {"improve": "nonsense", "why": "x" * 10_001, "score": "11"}
    reply = read_reply(STARTER["questions"], fields)
    assert reply.problems == {"score": "not_a_score", "why": "too_long", "improve": "not_an_option"}
    sentences = shown_problems(
        reply.problems, Wording(STARTER["texts"], "en", "N"), values=reply.values, questions=reply.questions
    )
    assert [problem.sentence for problem in sentences] == [
        "Choose a number from 0 to 10.",
        "Your comment has 10\u202f001 characters. The limit is 10\u202f000. Please shorten it.",
        "Choose one of the options shown.",
    ]


def test_nothing_sent_lacks_only_the_score() -> None:
    assert read_reply(STARTER["questions"], {}).problems == {"score": "not_a_score"}


def test_the_ends_of_the_scale_have_a_meaning() -> None:
    shown = shown_questions(STARTER["questions"], Wording(STARTER["texts"], "fi", "N"), values={"score": 0})
    ends = {option.key: option.label for option in shown[0].options if option.label}
    assert ends == {"0": "en lainkaan todennäköisesti", "10": "erittäin todennäköisesti"}
    assert [option.key for option in shown[0].options if option.is_chosen] == ["0"]
