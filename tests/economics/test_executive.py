"""The five figures for those who lead: each computed a second time, in words, on a page and on paper."""

import re
import zlib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from kuule.contacts.rules import DECISION_MAKER
from kuule.economics.answers.executive import (
    AT_RISK,
    CAUSES,
    EARNED_GROWTH,
    LOOP,
    NOTHING,
    RELATIONSHIP_NPS,
    Headline,
    executive_figures,
)
from kuule.economics.answers.renewals import renewal_outlook
from kuule.economics.views.executive_paper import executive_paper
from kuule.economics.views.executive_words import BETTER, STEADY, WORSE, card_of
from kuule.responses.models import Response
from kuule.stats.mover import Bounded, difference_of
from tests.conftest import NOW
from tests.economics.firm import FirmCustomer, Sale, settle
from tests.economics.renewing import Renewing
from tests.economics.test_earned_growth import read

DAY = NOW.date()
PAGE = "/w/nordlys/value/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def bounded(value: float, reach: float) -> Bounded:
    return Bounded(value=value, lower=value - reach, upper=value + reach)


def headline(key: str, before: Bounded, now: Bounded, **facts: float) -> Headline:
    return Headline(key=key, now=now, before=before, change=difference_of(before, now), facts=facts)


NO_CAUSES = {"causes": 0, "shown": 0, "hoped_for": 0}
FACTS = {"customers": 12, "value": 90_000, "share": 0.2, "more_decided": 0, "more_lost": 0}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("before", "now", "mark", "verdict"),
    [
        (bounded(1000, 100), bounded(5000, 100), WORSE, "Worse than a year before"),
        (bounded(5000, 100), bounded(1000, 100), BETTER, "Better than a year before"),
        (bounded(1000, 500), bounded(1100, 500), STEADY, "Steady against a year before"),
    ],
)
def test_more_revenue_at_risk_is_worse_and_within_the_interval_it_is_steady(before, now, mark, verdict) -> None:
    card = card_of(headline(AT_RISK, before, now, **FACTS), currency="EUR")
    assert (card.mark, card.verdict) == (mark, verdict)
    assert card.intervals is not None
    assert card.basis == ("12 customers decide on €90,000 a year", "20\u202f% of it is likely to be lost")


@pytest.mark.any_database
def test_a_higher_score_is_better_and_says_by_how_much() -> None:
    facts = {"n": 400, "accounts": 50, "rate": 0.4, "covered": None}
    card = card_of(headline(RELATIONSHIP_NPS, bounded(18, 8), bounded(42, 9), **facts), currency="EUR")
    assert (card.figure, card.interval, card.mark) == ("+42", "+33 to +51, 95 %", BETTER)
    assert card.detail == "+24 points, could be +12 to +36"
    assert card.basis[-1] == "Revenue heard –"


@pytest.mark.any_database
def test_the_paper_is_one_tagged_page_in_the_language_of_its_reader() -> None:
    for language, title in (("en", "What customer loyalty is worth"), ("fi", "Mitä asiakasuskollisuus on arvoltaan")):
        with override(language):
            cards = [
                card_of(headline(AT_RISK, bounded(10, 2), bounded(30, 3), **FACTS), currency="EUR"),
                card_of(Headline(key=CAUSES, now=NOTHING, missing="not_shown", facts=NO_CAUSES), currency="EUR"),
            ]
            made = executive_paper(cards, company="Kaipola Öljy ő", day=DAY)
            again = executive_paper(cards, company="Kaipola Öljy ő", day=DAY)
        assert made.startswith(b"%PDF-")
        assert made == again
        assert b"/StructTreeRoot" in made
        assert f"/Lang({language})" in outline(made)
        assert pages(made) == 1
        assert title in outline(made)


def pages(made: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Count (\d+)", made))


def outline(made: bytes) -> str:
    """Return the texts of a PDF that are not drawn, such as its title and language, from all its objects."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return "".join(part.decode("utf-8", "replace") for part in found)


@pytest.mark.django_db
def test_an_empty_company_reads_what_to_bring(programme, anna: Client) -> None:
    said = read(anna.get(PAGE))
    for words in (
        "Nothing was sold that Kuule knows of",
        "No account answered in twelve months",
        "No contract ends in the next twelve months",
        "No detractor said their name in twelve months",
        "Not shown counts as zero",
    ):
        assert words in said


@pytest.mark.django_db
def test_every_figure_is_that_of_a_count_by_hand(programme, anna: Client) -> None:
    firm = Renewing(programme)
    accounts = firm.past(45, DAY)
    for account in accounts[:6]:
        decider = account.contacts.get(role=DECISION_MAKER)
        unhappy = firm.answered(decider, DAY - timedelta(days=9), 2)
        firm.called(decider, unhappy.answered_at + timedelta(hours=10 if account is accounts[0] else 90))
    settle(
        programme,
        [
            FirmCustomer("Stays", sales=[Sale(DAY - timedelta(days=back), 850) for back in (20, 400)]),
            FirmCustomer("Leaves", sales=[Sale(DAY - timedelta(days=back), 75) for back in (400, 729)]),
            FirmCustomer("Comes", sales=[Sale(DAY - timedelta(days=5), 250)], origin="recommended"),
        ],
    )
    found = {each.key: each for each in executive_figures(firm.workspace, day=DAY).headlines}
    assert found[EARNED_GROWTH].now.value == pytest.approx((850 + 250) / (850 + 150) - 1)
    assert found[RELATIONSHIP_NPS].now.value == pytest.approx(score_by_hand(firm), abs=1e-9)
    assert found[RELATIONSHIP_NPS].change.value == pytest.approx(
        found[RELATIONSHIP_NPS].now.value - found[RELATIONSHIP_NPS].before.value
    )
    assert found[RELATIONSHIP_NPS].facts["covered"] == 0, "those who paid are not those who answered"
    outlook = renewal_outlook(firm.workspace, day=DAY)
    assert found[AT_RISK].now == outlook.at_risk
    assert found[LOOP].now.value == pytest.approx(found[LOOP].facts["kept"] / sum_of(found[LOOP]))
    assert found[LOOP].facts["kept"] == 1
    assert found[CAUSES].missing == "not_shown"
    shown = anna.get(PAGE)
    assert "+10.0" in read(shown)
    for page in ("earned-growth", "renewals", "loop"):
        assert f"{PAGE}{page}/" in shown.content.decode()
    paper = anna.post(f"{PAGE}executive.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert pages(paper.content) == 1


def sum_of(loop: Headline) -> int:
    return int(loop.facts["kept"] or 0) + int(loop.facts["missed"] or 0)


def score_by_hand(firm: Renewing) -> float:
    """Return the NPS of the last 365 days with each account one voice."""

    since = NOW.replace(hour=0, minute=0) - timedelta(days=364)
    voices: dict[int, list[int]] = {}
    for account, score in Response.objects.filter(answered_at__gte=since).values_list("account_id", "score"):
        voices.setdefault(account, []).append(1 if score >= 9 else -1 if score <= 6 else 0)
    return 100 * sum(sum(each) / len(each) for each in voices.values()) / len(voices)


@pytest.mark.django_db
def test_only_who_may_see_value_opens_it(nordlys, charlie, sign_in) -> None:
    assert sign_in(nordlys.vera).get(PAGE).status_code == 200
    assert sign_in(nordlys.frida).get(PAGE).status_code == 403
    assert sign_in(nordlys.frida).post(f"{PAGE}executive.pdf").status_code == 403
    assert sign_in(charlie).get(PAGE).status_code == 404
