"""The comments in the order in which to call people, and the ways that lead there."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine

from kuule.contacts.services import archive_contact
from kuule.dispatch.services import change_coverage
from kuule.insight.models import SavedView
from kuule.responses.models import Response
from kuule.responses.services import add_note
from kuule.surveys.rules import EMPLOYEE
from kuule.workspaces.rules import SYSTEM, Actor
from tests.insight.reading import links, words

pytestmark = pytest.mark.django_db
CALLS = "/w/nordlys/comments/?order=call"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def people(programme, define, now):
    """Five people and a visitor of a shared link; the name of each says why they stand where they stand."""
    define("revenue", of="account", kind="number")
    define("key_account", of="account", kind="boolean")
    define("sponsor", kind="boolean")
    worths = {"Lille": 100, "Storsund": 900_000, "Fjell": 500, "Havn": 200}
    accounts = {
        name: programme.account(name, revenue=worth, key_account=name == "Fjell") for name, worth in worths.items()
    }
    long_ago = now - timedelta(days=30)
    said = [
        ("Ida Plain", "Lille", "user", 6, long_ago),
        ("Per Furious", "Lille", "user", 1, long_ago),
        ("Kari Largest", "Storsund", "decision_maker", 5, long_ago),
        ("Nils Key", "Fjell", "user", 3, long_ago),
        ("Siv Fresh", "Lille", "user", 2, now - timedelta(days=2)),
        ("Ola Happy", "Storsund", "decision_maker", 10, long_ago),
    ]
    found = {}
    for name, account, role, score, at in said:
        found[name] = programme.contact(name, account=accounts[account], role=role, sponsor=name == "Ida Plain")
        programme.answer(score, contact=found[name], at=at, verbatim=f"Words of {name}.")
    programme.answer(0, at=long_ago, verbatim="By a shared link")
    return found


def order_of(response) -> list[str]:
    return re.findall(r"Words of ([\w ]+)\.", response.content.decode())


def test_most_reasons_come_first_and_stand_below_each_answer(anna, people) -> None:
    page = anna.get(f"{CALLS}&group=detractor")
    assert order_of(page) == ["Kari Largest", "Nils Key", "Siv Fresh", "Per Furious", "Ida Plain"]
    said = words(page)
    assert "Revenue: 900,000 (top quarter) Decision-maker" in said
    assert "Key_Account Score 0 to 3" in said
    assert "Score 0 to 3 In the last 14 days" in said
    assert "5 people" in said
    assert "1 answer more fits, and nobody knows whose it is." in said
    assert order_of(anna.get(CALLS))[-1] == "Ola Happy"


def test_whom_somebody_looks_after_or_who_is_content_again_comes_last(anna, nordlys, programme, people, now) -> None:
    largest = Response.objects.get(contact=people["Kari Largest"])
    add_note(response=largest, text="Called her.", actor=Actor.user(nordlys.bob.user_id), now=now)
    programme.answer(9, contact=people["Nils Key"], at=now)
    page = anna.get(f"{CALLS}&group=detractor")
    assert order_of(page)[-2:] == ["Kari Largest", "Nils Key"]
    assert "Somebody wrote a note" in words(page)
    assert "Gave 9 since" in words(page)


def test_each_person_stands_there_once_with_the_newest_answer_and_nobody_who_left(anna, programme, people, now) -> None:
    programme.answer(4, contact=people["Ida Plain"], at=now, verbatim="Words of Ida again.")
    archive_contact(contact=people["Per Furious"], actor=SYSTEM, now=now)
    page = anna.get(f"{CALLS}&group=detractor")
    assert order_of(page) == ["Kari Largest", "Nils Key", "Siv Fresh", "Ida again"]
    assert "2 answers more fit, and nobody knows whose they are." in words(page)


def test_revenue_and_key_contacts_are_those_that_were_chosen(anna, nordlys, people, define, now) -> None:
    define("seats", of="account", kind="number")
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    change_coverage(revenue_key="seats", key_property="sponsor", **who)
    page = anna.get(f"{CALLS}&group=detractor")
    assert "What an account is worth: Seats." in words(page)
    assert "(top quarter)" not in words(page)
    assert "Sponsor" in words(page)


def test_without_properties_it_still_is_an_order(anna, programme) -> None:
    for score in (6, 0):
        programme.answer(score, contact=programme.contact(), verbatim=f"Words of {score}.")
    page = anna.get(CALLS)
    assert order_of(page) == ["0", "6"]
    assert "no number of accounts says it" in words(page)


def test_where_nobody_is_known_there_is_nobody_to_call(anna, programme) -> None:
    programme.answer(0, verbatim="Words of a visitor.")
    page = anna.get(CALLS)
    assert "Nobody knows who gave these answers" in words(page)
    (all_of_them,) = [each for each in links(page, "/comments/?") if each.endswith("?period=all")]
    assert order_of(anna.get(all_of_them)) == ["a visitor"]


def test_more_people_than_a_page_holds_go_on_on_the_next(anna, programme, now) -> None:
    for number in range(51):
        at = now - timedelta(hours=number)
        programme.answer(0, contact=programme.contact(), at=at, verbatim=f"Words of {number}.")
    first = anna.get(CALLS)
    assert order_of(first) == [str(number) for number in range(50)]
    (older,) = [each for each in links(first, "page=2") if "comments" in each]
    assert order_of(anna.get(older)) == ["50"]


def test_it_is_one_click_from_a_fall_and_from_a_comparison(anna, programme, now) -> None:
    for number in range(12):
        contact = programme.contact(f"Person of {number}")
        programme.answer(10, contact=contact, at=now - timedelta(days=120))
        programme.answer(2, contact=contact, at=now - timedelta(days=10), verbatim=f"Words of {number}.")
    overview = anna.get("/w/nordlys/")
    assert "Down 200 points" in words(overview)
    (falls, _below_the_comments) = links(overview, "order=call")
    assert len(order_of(anna.get(falls))) == 12
    (compare,) = [each for each in links(overview, "against=before") if "compare" in each]
    (calls,) = links(anna.get(compare), "order=call")
    assert len(order_of(anna.get(calls))) == 12


def test_of_two_segments_the_lower_one_is_called(anna, programme, define) -> None:
    define("plan")
    for score, plan in ((10, "Good"), (1, "Bad")):
        for _number in range(3):
            contact = programme.contact(plan=plan)
            programme.answer(score, contact=contact, verbatim=f"Words of {plan}.")
    for one, other in (("Good", "Bad"), ("Bad", "Good")):
        page = anna.get(f"/w/nordlys/compare/?by=p.plan&against=segments&segment={one}&other={other}")
        (calls,) = links(page, "order=call")
        assert order_of(anna.get(calls)) == ["Bad"] * 3


def test_figures_lead_back_from_comments_to_the_score_of_everybody(anna, people) -> None:
    (figures,) = links(anna.get(f"{CALLS}&group=detractor&role=user"), "/w/nordlys/?")
    assert "role=user" in figures
    assert "group=" not in figures
    assert "order=" not in figures
    assert anna.get(figures).status_code == HTTPStatus.OK


def test_whoever_may_not_see_people_reads_the_newest_first_and_is_told(nordlys, sign_in, people) -> None:
    vera = sign_in(nordlys.vera)
    page = vera.get(CALLS)
    assert order_of(page)[0] == "Siv Fresh"
    assert "Who to call first is for those who may see people." in words(page)
    assert not links(vera.get("/w/nordlys/"), "order=call")
    assert 'name="order"' not in page.content.decode()


def test_employees_are_not_called_for_what_they_answered(anna, programme) -> None:
    programme.survey.family = EMPLOYEE
    programme.survey.save(update_fields=["family"])
    programme.answer(1, contact=programme.contact(), verbatim="Words of somebody here.")
    page = anna.get(f"{CALLS}&family=employee")
    assert "There is no order of calls for answers of employees." in words(page)
    assert order_of(page) == ["somebody here"]


def test_an_order_that_nobody_knows_is_told(anna, people) -> None:
    page = anna.get("/w/nordlys/comments/?order=loudest")
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "loudest" in words(page)


def test_a_saved_view_keeps_the_order(anna, people) -> None:
    question = "family=relationship&group=detractor&order=call"
    anna.post("/w/nordlys/views/save/", {"name": "Calls", "page": "comment_list", "question": question})
    view = SavedView.objects.get()
    assert view.params["order"] == "call"
