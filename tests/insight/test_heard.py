"""Heard elsewhere: read beside the comments, figured within one scale, and in no score."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kuule.insight.answers import answer
from kuule.insight.answers.heard import heard_by_source
from kuule.insight.query.heard import HeardQuery
from kuule.responses.models import Heard, HeardRemoval
from kuule.responses.rules.heard import Rating, read_rating
from kuule.responses.services.heard import HeardThing, add_heard
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM

LIST = "/w/nordlys/comments/elsewhere/"


@pytest.fixture
def hear(nordlys):
    """Keep a review: `hear("Google", "4/5", "Good")`."""

    def keep(source: str, rating: str = "", words: str = "", **more) -> Heard:
        said_at = more.pop("said_at", timezone.now() - timedelta(days=3))
        given = read_rating(rating, "")
        thing = HeardThing(source=source, said_at=said_at, words=words, rating=given, **more)
        return add_heard(workspace=nordlys.workspace, thing=thing, actor=SYSTEM, now=timezone.now())

    return keep


def shown(client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def test_no_score_sees_what_was_heard(programme, hear) -> None:
    programme.answer(9)
    before = answer(programme.query())
    for number in range(20):
        hear("Trustpilot", "1/5", f"Bad {number}")
    assert answer(programme.query()) == before


def test_the_list_shows_source_words_rating_reach_and_the_way_there(nordlys, sign_in, hear) -> None:
    hear("Google", "4/5", "So quick", author="Aino", link="https://maps.example/1", reach=1200)
    hear("G2", "8/10", heading="Fine")
    hear("Help desk", "👎", "<b>No</b>")
    page = shown(sign_in(nordlys.bob))
    for words in ("4 of 5 stars", "8 of 10", "Thumbs down", "So quick", "Aino", "1,200 people could see it", "Fine"):
        assert words in page
    assert 'href="https://maps.example/1"' in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "<b>No</b>" not in page


def test_a_link_that_no_browser_should_follow_is_never_one(nordlys, sign_in, hear) -> None:
    heard = hear("X", words="Look")
    Heard.objects.filter(pk=heard.pk).update(url="javascript:alert(1)")
    assert "javascript:" not in shown(sign_in(nordlys.bob))


def test_it_is_found_by_words_author_source_time_account_and_person(nordlys, sign_in, programme, hear) -> None:
    acme = programme.account("Acme")
    aino = programme.contact("Aino Meri", account=acme)
    hear("Google", words="Älykäs ratkaisu", account=acme)
    hear("Reddit", words="Slow", author="Bo", contact=aino)
    hear("Reddit", words="Long ago", said_at=timezone.now() - timedelta(days=200))
    client = sign_in(nordlys.bob)
    found = {
        "?search=ÄLYKÄS": {"Älykäs ratkaisu"},
        "?search=bo": {"Slow"},
        "?source=Reddit": {"Slow", "Long ago"},
        "?period=90d": {"Älykäs ratkaisu", "Slow"},
        f"?account={acme.pk}": {"Älykäs ratkaisu", "Slow"},
        f"?contact={aino.pk}": {"Slow"},
    }
    for asked, expected in found.items():
        page = shown(client, LIST + asked)
        assert {words for words in ("Älykäs ratkaisu", "Slow", "Long ago") if f">{words}</p>" in page} == expected, (
            asked
        )
    assert client.get(f"{LIST}?contact=999999").status_code == 400
    assert client.get(f"{LIST}?account=999999").status_code == 400


def test_a_mean_is_of_one_scale_and_few_ratings_have_no_interval(nordlys, hear) -> None:
    for number, rating in enumerate(["5/5", "4/5", "4/5", "2/5", "5/5", "3/5", "4/5", "5/5", "1/5", "4/5"]):
        hear("Google", rating, str(number), reach=100 if number < 2 else None)
    hear("Google", "10/10", "other scale")
    for number in range(10):
        hear("Help desk", "👍" if number else "👎", str(number))
    query = HeardQuery(workspace_id=nordlys.workspace.pk, timezone="UTC", few_below=5)
    google, desk = heard_by_source(query)
    assert (google.counts.n, google.counts.reach, google.counts.reaching) == (11, 200, 2)
    ten, stars = google.ratings
    assert (ten.scale, ten.n, ten.value, ten.lower) == ("1-10", 1, 10.0, None)
    assert (stars.scale, stars.n, round(stars.value, 2)) == ("1-5", 10, 3.7)
    # t interval by hand: sd 1.3375, t(9) 2.2622
    assert (round(stars.lower, 3), round(stars.upper, 3)) == (2.743, 4.657)
    assert desk.ratings[0].value == 0.9
    assert 0.59 < desk.ratings[0].lower < 0.6


def test_it_is_added_by_hand_once(nordlys, sign_in, programme) -> None:
    acme = programme.account("Acme")
    client = sign_in(nordlys.frida)
    told = {
        "source": "trustpilot",
        "said_on": "2026-01-02",
        "words": "Good",
        "rating": "4/5",
        "link": "https://x.example/1",
        "account": "acme",
        "reach": "12",
    }
    assert client.post(f"{LIST}new/", told).status_code == 302
    kept = Heard.objects.get()
    assert (kept.source, kept.rating, kept.scale, kept.account, kept.reach) == ("Trustpilot", 4.0, "1-5", acme, 12)
    assert AuditEntry.objects.filter(act="heard_added").count() == 1
    again = client.post(f"{LIST}new/", told)
    assert (again.status_code, Heard.objects.count()) == (422, 1)
    assert "This stands here already." in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": ""}, "Write what was said, or its rating."),
        ({"rating": "4"}, "Write the scale with it"),
        ({"link": "javascript:alert(1)"}, "This is not a web address."),
        ({"account": "Nobody"}, "No account is called “Nobody”."),
        ({"said_on": "2999-01-01"}, "still to come"),
        ({"reach": "-1"}, "0"),
    ],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_written(nordlys, sign_in, wrong, says) -> None:
    told = {"source": "Google", "said_on": "2026-01-02", "words": "Good", "heading": ""} | wrong
    page = sign_in(nordlys.bob).post(f"{LIST}new/", told)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="Google"' in page.content.decode()
    assert not Heard.objects.exists()


def test_deleting_takes_a_reason_that_stays(nordlys, sign_in, hear) -> None:
    heard = hear("Google", words="Not about us")
    client = sign_in(nordlys.bob)
    page = client.post(f"{LIST}{heard.pk}/delete/", {"reason": " "}, follow=True)
    assert "Nothing was deleted." in page.content.decode()
    page = client.post(f"{LIST}{heard.pk}/delete/", {"reason": "Another company"}, follow=True).content.decode()
    assert "Another company" in page
    assert "Not about us" not in page
    assert (HeardRemoval.objects.count(), AuditEntry.objects.filter(act="heard_deleted").count()) == (1, 1)


def test_viewers_read_the_words_without_names_and_change_nothing(nordlys, sign_in, hear) -> None:
    heard = hear("Google", words="Good", author="Aino Meri")
    client = sign_in(nordlys.vera)
    page = shown(client)
    assert "Good" in page
    assert "Aino Meri" not in page
    assert client.get(f"{LIST}new/").status_code == 403
    assert client.post(f"{LIST}{heard.pk}/delete/", {"reason": "x"}).status_code == 403


def test_the_pages_of_account_and_person_lead_there_only_if_something_was_heard(
    nordlys, sign_in, programme, hear
) -> None:
    acme, quiet = programme.account("Acme"), programme.account("Quiet")
    aino = programme.contact("Aino", account=acme)
    hear("Google", words="One", account=acme)
    hear("Google", words="Two", contact=aino)
    client = sign_in(nordlys.bob)
    assert f"{LIST}?account={acme.pk}" in shown(client, f"/w/nordlys/accounts/{acme.pk}/")
    assert "Heard elsewhere (2)" in shown(client, f"/w/nordlys/accounts/{acme.pk}/")
    assert "Heard elsewhere (1)" in shown(client, f"/w/nordlys/contacts/{aino.pk}/")
    assert "Heard elsewhere" not in shown(client, f"/w/nordlys/accounts/{quiet.pk}/")


def test_long_lists_come_in_pages(nordlys, sign_in, hear) -> None:
    for number in range(51):
        hear("Google", words=f"Number {number}.", said_at=timezone.now() - timedelta(days=number + 1))
    client = sign_in(nordlys.bob)
    assert "Number 50." not in shown(client)
    assert "Number 50." in shown(client, f"{LIST}?page=2")
    assert client.get(f"{LIST}?page=x").status_code == 400


def test_ratings_are_shown_as_they_were_given() -> None:
    from kuule.insight.templatetags.heard import given_rating

    for rating, words in ((Rating(4.0, "1-5"), "4 of 5 stars"), (Rating(4.25, "1-5"), "4.25 of 5 stars")):
        assert given_rating(Heard(rating=rating.value, scale=rating.scale)) == words
