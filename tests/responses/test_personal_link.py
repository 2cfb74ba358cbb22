import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kuule.dispatch.models import Delivery
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.services import close_survey
from kuule.workspaces.rules import SYSTEM
from tests.responses.conftest import touched


def test_an_answer_is_kept_with_who_gave_it_and_what_was_true_of_them(asked, send, version, respondent):
    reply = send(asked.path, score="9", why="Quick help.\r\nNice people.", improve="price", language="sv")

    assert (reply.status_code, reply["Location"]) == (303, f"{asked.path}/thanks")
    given = Response.objects.get()
    assert (given.score, given.verbatim, given.answers) == (9, "Quick help.\nNice people.", {"improve": "price"})
    assert (given.invitation, given.contact, given.account) == (asked.invitation, asked.contact, asked.contact.account)
    assert given.properties == {"seat": "economy", "account.country": "NO"}
    assert (given.channel, given.language, given.version) == ("email", "sv", version)
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at == given.answered_at
    assert "Tack, vi lyssnar." in respondent.get(reply["Location"]).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_writes(asked, respondent, method):
    for address in (asked.path, f"{asked.path}?score=9", f"{asked.path}/thanks", f"{asked.path}/about"):
        getattr(respondent, method)(address)

    assert not Response.objects.exists()
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at is None


def test_a_score_in_the_link_is_only_chosen(asked, respondent):
    page = respondent.get(f"{asked.path}?score=10")
    assert chosen(page) == ["10"]
    for nonsense in ("11", "-1", "9.0", "٩", "", "<script>"):
        assert chosen(respondent.get(asked.path, {"score": nonsense})) == []


def test_a_change_keeps_what_was_there_before(asked, send, respondent):
    send(asked.path, score="3", why="Wrong invoice")
    first = Response.objects.get()
    page = respondent.get(asked.path)
    assert chosen(page) == ["3"]
    assert "Wrong invoice</textarea>" in page.content.decode()
    assert "This is your saved answer." in page.content.decode()

    again = respondent.get(f"{asked.path}?score=8")
    assert chosen(again) == ["8"]
    assert "This is your saved answer." not in again.content.decode()
    assert "Save the change" in again.content.decode()

    send(asked.path, score="8", why="You mended it", improve="invoicing")
    given, before = Response.objects.get(), ResponseRevision.objects.get()
    assert (given.pk, given.score, given.verbatim, given.answered_at) == (
        first.pk,
        8,
        "You mended it",
        first.answered_at,
    )
    assert given.changed_at > given.answered_at
    assert (before.response, before.score, before.verbatim, before.answers) == (given, 3, "Wrong invoice", {})
    assert (before.until, before.changed_by_kind) == (given.changed_at, "respondent")
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at == first.answered_at


def test_sending_the_same_twice_changes_nothing(asked, send):
    for _ in range(2):
        assert send(asked.path, score="7", why="Fine").status_code == 303
    assert Response.objects.get().changed_at is None
    assert not ResponseRevision.objects.exists()


def test_the_second_mail_of_an_invitation_leads_to_the_same_answer(asked, send, version):
    reminder = mint_token()
    Delivery.objects.create(
        workspace_id=version.workspace_id,
        invitation=asked.invitation,
        channel="email",
        due_at=timezone.now(),
        token_hash=hash_token(reminder),
    )
    send(asked.path, score="7")
    send(f"/a/{reminder}", score="6")
    assert Response.objects.get().score == 6


def test_an_accepted_answer_reads_once_and_writes_three_rows(asked, send):
    with CaptureQueriesContext(connection) as queries:
        send(asked.path, **touched(asked.path, {"score": "9", "why": "Good"}))
    words = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert words == ["SELECT", "INSERT", "UPDATE", "INSERT"]


def test_somebody_who_has_left_the_list_can_still_answer(asked, send):
    asked.contact.delete()
    assert send(asked.path, score="5").status_code == 303
    given = Response.objects.get()
    assert (given.contact, given.account, given.properties) == (None, None, {})


def test_a_link_that_ran_out_takes_no_answer(asked, send, respondent):
    asked.invitation.expires_at = timezone.now()
    asked.invitation.save()
    for reply in (send(asked.path, score="9"), respondent.get(asked.path)):
        assert reply.status_code == 410
        assert "This survey is closed." in reply.content.decode()
    assert not Response.objects.exists()


def test_a_closed_survey_takes_no_answer_and_no_change(asked, send, survey, respondent):
    send(asked.path, score="9")
    close_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    assert send(asked.path, score="1").status_code == 410
    assert Response.objects.get().score == 9
    thanks = respondent.get(f"{asked.path}/thanks").content.decode()
    assert "Your answer has been saved." in thanks
    assert "Change my answer" not in thanks


@pytest.mark.parametrize("ending", ["AAAAAAAAAAAAAAAAAAAAAA", "short", "x/y", "%00", "’" * 22, "A" * 5000])
def test_an_unknown_link_says_so_and_leaves_no_trace(db, send, respondent, ending):
    for reply in (respondent.get(f"/a/{ending}", headers={"accept-language": "fi"}), send(f"/a/{ending}", score="9")):
        assert reply.status_code == 404
    assert (
        "Tätä linkkiä ei löydy." in respondent.get(f"/a/{ending}", headers={"accept-language": "fi"}).content.decode()
    )
    assert not Response.objects.exists()


def test_thanks_come_after_an_answer(asked, respondent):
    reply = respondent.get(f"{asked.path}/thanks")
    assert (reply.status_code, reply["Location"]) == (303, asked.path)


def test_the_page_says_who_reads_and_how_to_be_left_alone(asked, respondent):
    page = respondent.get(asked.path).content.decode()
    assert "read your answer together with your name" in page
    assert f'href="{asked.path}/about"' in page
    assert f'href="{asked.path.replace("/a/", "/u/")}"' in page
    assert "your customer details" in respondent.get(f"{asked.path}/about").content.decode()


def test_another_language_can_be_chosen(asked, respondent):
    page = respondent.get(f"{asked.path}?language=ar")
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert page["Content-Language"] == "ar"
    assert respondent.get(f"{asked.path}?language=tlh")["Content-Language"] == "en"


def chosen(page):
    return re.findall(r'value="([^"]*)" checked', page.content.decode())
