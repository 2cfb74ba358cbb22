"""Our score beside those of others: what an interval can be made of, what is said, and own entries."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils.html import strip_tags

from kuule.contacts.models import Account
from kuule.insight.models import Benchmark
from kuule.insight.rules.benchmarks import ABOVE, BELOW, GRADES, KINDS, SAME, WAYS, Published, standing_of
from kuule.insight.selectors.benchmarks import published_figures
from kuule.stats import Shares
from kuule.workspaces.models import AuditEntry, Team

PAGE = "/w/nordlys/benchmarks/"
ENTRY = {
    "name": "Machine rental",
    "region": "Nordics",
    "kind": "b2b",
    "year": "2025",
    "nps": "31",
    "promoters": "",
    "detractors": "",
    "n": "400",
    "n_of": "answers",
    "way": "panel",
    "source": "Rental Review",
    "address": "https://review.example/nps",
    "grade": "A",
}


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def words(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).replace("\u202f", " ").split())


def published(**told) -> Published:
    usual = {"industry": "Rental", "region": "", "year": "2025", "nps": 30.0, "n": 400, "n_of": "answers"}
    usual |= {"kind": "b2b", "promoters": None, "detractors": None, "way": "panel", "method": "", "source": "S"}
    return Published(**{**usual, "address": "", "grade": "A", **told})


def test_every_figure_that_comes_with_kuule_names_its_source_and_what_its_number_counts() -> None:
    found = published_figures()
    assert len(found) == 65
    for each in found:
        assert each.source
        assert each.address.startswith("http")
        assert -100 <= each.nps <= 100
        assert (each.grade in GRADES, each.kind in KINDS, each.way in WAYS) == (True, True, True)
        assert bool(each.n) == bool(each.n_of)
        if each.promoters is not None and each.detractors is not None:
            assert abs(each.promoters - each.detractors - each.nps) <= 1


def test_without_shares_the_interval_is_the_widest_there_can_be() -> None:
    assert published().shares == Shares(140, 0, 260)
    assert published(promoters=45.0, detractors=15.0).shares == Shares(60, 160, 180)


@pytest.mark.parametrize("unknown", [{"n": None}, {"n_of": "study"}, {"n_of": "companies"}])
def test_no_interval_is_made_of_a_number_that_counts_something_else(unknown) -> None:
    assert published(**unknown).shares is None


@pytest.mark.parametrize(
    ("ours", "code"),
    [(Shares(5, 15, 180), ABOVE), (Shares(120, 40, 40), BELOW), (Shares(40, 60, 100), SAME), (Shares(0, 0, 2), SAME)],
)
def test_ours_is_above_below_or_cannot_be_told_apart(ours, code) -> None:
    found = standing_of(ours, published(), confidence=0.95)
    assert found
    assert (found.code, found.is_taken_as_exact) == (code, False)


def test_beside_a_figure_without_an_interval_only_our_chance_is_counted() -> None:
    found = standing_of(Shares(5, 15, 180), published(n=None), confidence=0.95)
    assert found
    assert (found.code, found.is_taken_as_exact) == (ABOVE, True)
    assert standing_of(Shares(0, 0, 0), published(), confidence=0.95) is None


@pytest.mark.django_db
def test_the_page_shows_figures_with_source_grade_number_and_method_but_no_rank(nordlys, sign_in, programme) -> None:
    for score in [10] * 30 + [3] * 5:
        programme.answer(score)
    text = words(sign_in(nordlys.vera).get(PAGE, {"industry": "insurance brokers"}))
    for said in ("insurance brokers", "Australia · 2021", "103 answers", "grade A", "also those they left", "+21"):
        assert said in text
    assert "above it" in text
    assert "widest that the score and the number of answers allow" in text
    assert "1st" not in text
    assert "rank" in text  # that there is none


@pytest.mark.django_db
def test_the_page_keeps_its_filters_and_says_when_nothing_fits(nordlys, sign_in, programme) -> None:
    programme.answer(9)
    vera = sign_in(nordlys.vera)
    assert "No figure fits" in words(vera.get(PAGE, {"industry": "alchemy"}))
    finnish = words(vera.get(PAGE, {"region": "Finland", "kind": "mixed"}))
    assert "furniture" in finnish
    assert "legal services Australia" not in finnish
    refused = vera.get(PAGE, {"kind": "b2x"})
    assert refused.status_code == 400


@pytest.mark.django_db
def test_without_answers_the_figures_of_others_are_there_all_the_same(nordlys, sign_in) -> None:
    text = words(sign_in(nordlys.vera).get(PAGE))
    assert "65 figures" in text
    assert "above it" not in text


@pytest.mark.django_db
def test_the_own_past_is_compared_with_the_time_before_and_the_same_days_of_earlier_years(
    nordlys, sign_in, programme, now
) -> None:
    for back, scores in ((2, [10] * 40 + [3] * 5), (120, [10] * 20 + [3] * 25), (370, [10] * 21 + [3] * 24)):
        for score in scores:
            programme.answer(score, at=now - timedelta(days=back))
    text = words(sign_in(nordlys.vera).get(PAGE, {"period": "90d"}))
    assert text.count("Up 8") + text.count("Up 7") == 2
    nothing_before = words(sign_in(nordlys.vera).get(PAGE, {"period": "all"}))
    assert "All time has nothing before it" in nothing_before


@pytest.mark.django_db
def test_teams_stand_beside_each_other(nordlys, sign_in, programme, now) -> None:
    for name, scores in (("North", [10] * 30), ("South", [2] * 30)):
        team = Team.objects.create(workspace=nordlys.workspace, name=name)
        account = programme.account(f"{name} Ltd")
        Account.objects.filter(pk=account.pk).update(team=team)
        for score in scores:
            programme.answer(score, contact=programme.contact(account=account))
    text = words(sign_in(nordlys.vera).get(PAGE))
    assert "Teams beside each other" in text
    assert "higher, not chance" in text
    assert "lower, not chance" in text


@pytest.mark.django_db
def test_an_own_entry_is_noted_shown_changed_and_deleted(nordlys, sign_in, programme) -> None:
    programme.answer(9)
    anna = sign_in(nordlys.anna)
    assert anna.post(f"{PAGE}new/", ENTRY).status_code == 302
    noted = Benchmark.objects.get()
    text = words(anna.get(PAGE))
    assert "Machine rental" in text
    assert "66 figures" in text
    assert "Noted here" in text
    assert anna.post(f"{PAGE}{noted.pk}/", {**ENTRY, "nps": "35"}).status_code == 302
    noted.refresh_from_db()
    assert noted.nps == 35
    assert "Noted here" not in words(sign_in(nordlys.vera).get(PAGE))
    assert anna.post(f"{PAGE}{noted.pk}/delete/").status_code == 302
    assert not Benchmark.objects.exists()
    acts = AuditEntry.objects.values_list("act", flat=True)
    assert {"benchmark_noted", "benchmark_changed", "benchmark_deleted"} <= set(acts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "2031"}, "This year is still to come"),
        ({"address": "javascript:alert(1)"}, "This is not a web address"),
        ({"promoters": "50"}, "Write both shares, or leave both empty"),
        ({"promoters": "50", "detractors": "40"}, "The score is promoters minus detractors"),
        ({"promoters": "90", "detractors": "59"}, "more than 100 % together"),
        ({"nps": "131"}, "100"),
        ({"n": "0"}, "1"),
        ({"grade": "E"}, "E"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused_in_words(nordlys, sign_in, wrong, said) -> None:
    response = sign_in(nordlys.anna).post(f"{PAGE}new/", {**ENTRY, **wrong})
    assert response.status_code == 422
    assert said in words(response)
    assert not Benchmark.objects.exists()
