"""The pages of accounts and people: what they answered, since when they are silent, and who may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuule.contacts.rules import DECISION_MAKER, USER
from kuule.responses.models import Response
from tests.insight.conftest import Programme

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_page_of_an_account_shows_its_score_and_the_last_word_of_each_person(
    programme: Programme, nordlys, sign_in
) -> None:
    fjord = programme.account("Fjord")
    other = programme.account("Skog")
    ana = programme.contact("Ana Answers", fjord, DECISION_MAKER)
    sam = programme.contact("Sam Silent", fjord, USER)
    ina = programme.contact("Ina Twice", fjord, USER)
    programme.contact("Nora Never", fjord, USER)
    programme.answer(9, contact=ana, at=programme.now - 20 * DAY, verbatim="The ferry is on time.")
    programme.answer(3, contact=ina, at=programme.now - 90 * DAY)
    programme.ask(ina, programme.now - 5 * DAY)
    programme.ask(sam, programme.now - 5 * DAY)
    programme.answer(0, contact=programme.contact("Else Where", other), verbatim="Not of this account.")
    page = sign_in(nordlys.bob).get(f"/w/nordlys/accounts/{fjord.pk}/").content.decode()
    assert "The ferry is on time." in page
    assert "Not of this account." not in page
    assert "Promoters: 1 · passives: 0 · detractors: 1" in page
    said = {name: line_of(page, name) for name in ("Ana Answers", "Sam Silent", "Ina Twice", "Nora Never")}
    assert "chip-promoter" in said["Ana Answers"]
    assert "no answer" not in said["Ana Answers"]
    assert "asked <time" in said["Sam Silent"]
    assert "no answer" in said["Sam Silent"]
    assert "chip" not in said["Sam Silent"]
    assert "asked again <time" in said["Ina Twice"]
    assert "chip-detractor" in said["Ina Twice"]
    assert "not asked yet" in said["Nora Never"]


def line_of(page: str, name: str) -> str:
    """Return the line of somebody in the list of people, which comes after the comments."""
    start = page.index(name, page.index("<h3>"))
    return page[start : page.index("</li>", start)]


def test_the_page_of_a_person_shows_all_they_answered_and_that_they_are_silent(
    programme: Programme, nordlys, sign_in
) -> None:
    fjord = programme.account("Fjord")
    ana = programme.contact("Ana", fjord)
    programme.answer(10, contact=ana, at=programme.now - 60 * DAY, verbatim="As it should be.")
    programme.answer(6, contact=ana, at=programme.now - 30 * DAY, verbatim="Late twice.")
    programme.ask(ana, programme.now - 2 * DAY)
    boss = sign_in(nordlys.bob)
    page = boss.get(f"/w/nordlys/contacts/{ana.pk}/").content.decode()
    assert page.index("Late twice.") < page.index("As it should be.")
    assert "without an answer since" in page
    assert f"/w/nordlys/responses/{Response.objects.get(score=6).pk}/" in page
    Response.objects.filter(score=6).update(verdict="scanner")
    assert "Late twice." not in boss.get(f"/w/nordlys/contacts/{ana.pk}/").content.decode()


def test_a_person_without_an_answer_is_told_apart_from_one_who_was_never_asked(
    programme: Programme, nordlys, sign_in
) -> None:
    asked, never = programme.contact("Asked"), programme.contact("Never")
    programme.ask(asked, programme.now - DAY)
    boss = sign_in(nordlys.bob)
    assert "Asked, but no answer so far" in boss.get(f"/w/nordlys/contacts/{asked.pk}/").content.decode()
    assert "Not asked yet" in boss.get(f"/w/nordlys/contacts/{never.pk}/").content.decode()


def test_no_page_of_a_person_shows_an_anonymous_answer(programme: Programme, nordlys, sign_in) -> None:
    ana = programme.contact("Ana")
    programme.answer(2, contact=ana, verbatim="Between us.")
    programme.survey.is_anonymous = True
    programme.survey.save()
    assert "Between us." not in sign_in(nordlys.bob).get(f"/w/nordlys/contacts/{ana.pk}/").content.decode()


def test_the_page_of_an_account_asks_no_more_for_more_people(programme: Programme, nordlys, sign_in) -> None:
    page, counts = sign_in(nordlys.bob), []
    for people in (2, 15):
        account = programme.account(f"{people} people")
        for number in range(people):
            programme.answer(number % 11, contact=programme.contact(account=account, role=USER))
        place = f"/w/nordlys/accounts/{account.pk}/"
        page.get(place)
        with CaptureQueriesContext(connection) as asked:
            page.get(place)
        counts.append(len(asked))
    # A larger account has a second figure, of all people who could have answered.
    assert counts[1] <= counts[0] + 5
