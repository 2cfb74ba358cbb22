"""The pages as members see them: figures that lead to their answers, addresses gone wrong, hostile words."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from kuule.contacts.services import change_contact
from kuule.responses.models import Response
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def words(response) -> str:
    """Return what a page says, in one line."""
    html = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(strip_tags(html)).split())


def links(response, part: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', response.content.decode()) if part in each]


def count_behind(client: Client, address: str) -> int:
    """Return how many answers the page of an address says it holds."""
    found = re.search(r"(\d+) (?:answers?|comments?)", words(client.get(address)))
    return int(found[1]) if found else 0


@pytest.fixture
def answered(programme, define):
    """Twelve answers: seven promoters, two passives, three detractors; six of them from Acme."""
    define("country")
    acme = programme.account("Acme")
    for number, score in enumerate((10, 10, 9, 9, 9, 10, 10, 8, 7, 6, 3, 0)):
        person = programme.contact(account=acme if number % 2 else None, role="user", country=["FI", "SE"][number % 2])
        programme.answer(score, contact=person, verbatim="Laskut myöhässä" if score < 7 else "")
    return programme


def test_the_overview_shows_the_score_with_its_range_and_what_it_is_made_of(anna, answered):
    page = anna.get("/w/nordlys/")
    text = words(page)
    assert "Net Promoter Score: +33, between −18 and +70, 12 answers" in page.content.decode()
    assert "Detractors 25.0 % Passives 16.7 % Promoters 58.3 %" in text.replace("\u202f", " ")
    assert "Response rate 100 %" in text.replace("\u202f", " ")
    assert text.count("Laskut myöhässä") == 3
    assert text.count("registered trademarks") == 1


def test_every_figure_leads_to_exactly_the_answers_it_counts(anna, answered):
    page = anna.get("/w/nordlys/?period=all&by=account")
    behind = {address: count_behind(anna, address) for address in set(links(page, "/comments/?"))}
    scores = {address: n for address, n in behind.items() if "score=" in address}
    assert sum(scores.values()) == 12
    assert {n for address, n in behind.items() if "group=promoter" in address} == {7}
    assert {n for address, n in behind.items() if re.search(r"account=\d", address)} == {6}
    assert {n for address, n in behind.items() if "account=none" in address} == {6}
    assert {n for address, n in behind.items() if "since=" in address} == {12}
    assert {n for address, n in behind.items() if "comment=1" in address} == {3}


def test_filters_live_in_the_address_and_can_be_taken_off(anna, answered):
    page = anna.get("/w/nordlys/?p.country=FI&role=user&bucket=week")
    assert "6 answers" in words(page)
    assert "Country: FI" in words(page)
    assert "Role: User" in words(page)
    without_country = next(each for each in links(page, "/w/nordlys/?") if "p.country" not in each and "role" in each)
    assert "12 answers" in words(anna.get(without_country))
    assert "6 answers" in words(anna.get("/w/nordlys/?property=country&value=SE"))


def test_few_answers_are_shown_with_dots_and_lead_to_the_comments(anna, answered):
    text = words(anna.get("/w/nordlys/?by=account"))
    assert "A dot is one answer. Few answers (under 10): read the comments" in text
    assert "Detractors 1, Passives 1, Promoters 4" in text
    assert "Few answers: read the comments" in words(anna.get("/w/nordlys/?score=10"))


def test_a_first_visit_shows_the_way_to_the_first_answer(nordlys, sign_in, programme):
    bob, vera = sign_in(nordlys.bob), sign_in(nordlys.vera)
    page = bob.get("/w/nordlys/")
    assert "1 of 10 steps is done" in words(page)
    assert links(page, "/setup/people/")
    assert not links(vera.get("/w/nordlys/"), "/setup/people/")
    programme.contact()
    assert links(bob.get("/w/nordlys/"), "/ask/new/")
    assert "No answers yet" in words(bob.get("/w/nordlys/comments/"))


def test_nothing_that_fits_is_not_a_first_visit(anna, answered):
    page = anna.get("/w/nordlys/?since=2020-01-01&until=2020-02-01")
    assert "No answers here" in words(page)
    assert "1 Jan 2020 to 1 Feb 2020" in words(page)


@pytest.mark.parametrize("place", ["", "comments/", "segments/"])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("since=2026-11-02&until=2026-11-01", "The last day is before the first day. Swap them."),
        ("since=yesterday", "“yesterday” is no day. Write it like 2026-11-20."),
        ("period=eternity", "“eternity” is no period."),
        ("p.shoe=42", "This workspace has no property “shoe”."),
        ("by=p.shoe", "This workspace has no property “shoe”."),
        ("account=999999", "This workspace has no such account."),
        ("survey=999999", "This workspace has no such survey."),
        ("team=999999", "This workspace has no such team."),
        ("score=11", "“11” is not something that “score” can be."),
        ("role=<script>alert(1)</script>", "“<script>alert(1)</script>” is not something"),
        ("search=%00&language=no+such", "“no such” is not something that “language” can be."),
    ],
)
def test_an_address_gone_wrong_gets_a_helpful_page_and_no_figure(anna, answered, place, address, said):
    response = anna.get(f"/w/nordlys/{place}?{address}")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert said in words(response)
    assert "No figures are shown" in words(response)
    assert "<script>alert" not in response.content.decode()


def test_another_companys_account_survey_and_answer_are_unknown(anna, answered, other_programme):
    theirs = other_programme.account("Secret Ltd")
    response = other_programme.answer(0, contact=other_programme.contact(account=theirs), verbatim="Theirs")
    for address in (f"?account={theirs.pk}", f"?survey={other_programme.survey.pk}"):
        page = anna.get(f"/w/nordlys/{address}")
        assert page.status_code == HTTPStatus.BAD_REQUEST
        assert "Secret" not in words(page)
    assert anna.get(f"/w/nordlys/responses/{response.pk}/").status_code == HTTPStatus.NOT_FOUND
    page = anna.get(f"/w/nordlys/comments/?older={response.pk}")
    assert "12 answers" in words(page)
    assert "Theirs" not in words(page)


def test_the_menu_leads_to_comments_and_a_figure_to_all_answers(anna, answered):
    assert count_behind(anna, "/w/nordlys/comments/") == 3
    assert count_behind(anna, "/w/nordlys/comments/?period=all") == 12
    assert "Nobody has answered who fits" in words(anna.get("/w/nordlys/comments/?search=nothing+like+it"))


def test_pages_of_answers_follow_one_another_without_gap_or_double(anna, programme, now):
    # Many answers of one moment: the id decides their order.
    for number in range(120):
        programme.answer(9, at=now - timedelta(hours=number // 40), verbatim=f"Comment {number};")

    def shown(page):
        return [int(each) for each in re.findall(r"Comment (\d+);", words(page))]

    page, seen = anna.get("/w/nordlys/comments/"), []
    while True:
        seen += shown(page)
        onward = links(page, "older=")
        if not onward:
            break
        page = anna.get(onward[0])
    assert sorted(seen) == list(range(120))
    assert len(seen) == 120
    back = anna.get(links(page, "newer=")[0])
    assert shown(back) == seen[50:100]
    assert not links(anna.get(links(back, "newer=")[0]), "newer=")
    assert anna.get("/w/nordlys/comments/?older=999999999999").status_code == HTTPStatus.OK
    assert anna.get("/w/nordlys/comments/?older=%D9%A3").status_code == HTTPStatus.OK


def test_hostile_words_are_shown_as_words(anna, programme):
    said = "<script>alert(1)</script>\u202egnp.exe " + "x" * 9_000
    response = programme.answer(3, verbatim=said, contact=programme.contact("<b>Bo</b>\u202e"))
    for address in ("", "comments/", f"responses/{response.pk}/"):
        html = anna.get(f"/w/nordlys/{address}").content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert "<b>Bo" not in html
    assert "x" * 700 not in anna.get("/w/nordlys/comments/").content.decode()
    assert "x" * 9_000 in anna.get(f"/w/nordlys/responses/{response.pk}/").content.decode()


def test_an_answer_is_shown_as_it_was_asked_and_given(anna, programme, define, now):
    define("plan")
    acme = programme.account("Acme")
    aino = programme.contact("Aino Mäkelä", account=acme, role="user", plan="gold")
    invitation = programme.ask(aino, at=now - timedelta(days=2))
    programme.answer(9, invitation=invitation, language="fi", verbatim="Hyvä", improve="product")
    response = programme.answer(
        4, invitation=invitation, language="fi", verbatim="Sittenkin huono", improve="product", at=now
    )
    change_contact(contact=aino, actor=SYSTEM, now=now, properties={"plan": "none"})
    page = anna.get(f"/w/nordlys/responses/{response.pk}/")
    text = words(page)
    assert "Kuinka todennäköisesti suosittelisit yritystä Nordlys Energy ystävälle tai kollegalle?" in text
    assert "4 (detractor) Detractor" in text
    assert "Mitä meidän pitäisi parantaa ensin? Tuote tai palvelu" in text
    assert "Answer of Aino Mäkelä" in text
    assert "Plan gold" in text
    assert "Changed from 9 to 4" in text
    assert "The words before Hyvä" in text
    assert f"/w/nordlys/accounts/{acme.pk}/" in page.content.decode()
    assert count_behind(anna, links(page, "p.plan=gold")[0]) == 1


def test_a_viewer_reads_answers_but_not_names(nordlys, sign_in: Callable[..., Client], programme):
    acme = programme.account("Acme")
    response = programme.answer(9, contact=programme.contact("Aino Mäkelä", account=acme), verbatim="Fine")
    vera = sign_in(nordlys.vera)
    for address in ("", "comments/", f"responses/{response.pk}/"):
        text = words(vera.get(f"/w/nordlys/{address}"))
        assert "Fine" in text
        assert "Acme" in text
        assert "Aino" not in text


def test_segments_have_a_page_of_their_own_with_all_of_them(anna, programme, define):
    define("city")
    for number in range(60):
        programme.answer(9, contact=programme.contact(city=f"City {number:02}"))
    overview = anna.get("/w/nordlys/?by=p.city")
    assert "All 60 segments" in words(overview)
    first = anna.get(links(overview, "/segments/?")[0])
    second = anna.get(links(first, "page=2")[0])
    cities = set(re.findall(r"City \d\d", words(first) + words(second)))
    assert len(cities) == 60


def test_the_overview_costs_few_queries(anna, answered, now, django_assert_max_num_queries):
    answered.answer(9, at=now - timedelta(days=120))
    anna.get("/w/nordlys/")
    with django_assert_max_num_queries(36):
        anna.get("/w/nordlys/")
    assert Response.objects.count() == 13
