"""“Don’t ask me again”: a page that writes nothing until somebody presses the button."""

from datetime import timedelta

import pytest
from django.test import Client

from kuule.contacts.models import Suppression
from kuule.dispatch.models import Delivery, Invitation, MailboxMessage
from kuule.dispatch.rules import DROPPED, DUE, UNSUBSCRIBED
from kuule.dispatch.services import hand_over
from kuule.workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db
ONE_CLICK = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


@pytest.fixture
def stranger() -> Client:
    """A browser that Kuule has never seen, and that is asked for every proof there is."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(mailbox, add_people, schedule, plan, now) -> str:
    """The path of the link in the mail that Aino got."""
    add_people("Aino", language="fi")
    plan(schedule())
    hand_over(delivery=Delivery.objects.get(), now=now)
    text = MailboxMessage.objects.get().text
    return "/u/" + text.partition("/u/")[2].split()[0]


def test_opening_the_page_changes_nothing(link, stranger):
    for ask in (stranger.get, stranger.head):
        page = ask(link)
        assert page.status_code == 200
        assert not page.cookies
    assert "Lopeta kyselyt" in stranger.get(link).content.decode()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("body", [{}, ONE_CLICK])
def test_the_button_and_the_mail_program_stop_the_surveys(body, link, stranger, now):
    page = stranger.post(link, **body)
    assert (page.status_code, dict(page.cookies)) == (200, {})
    assert "Emme kysy enää." in page.content.decode()
    suppression = Suppression.objects.get()
    assert (suppression.reason, suppression.contact.name) == (UNSUBSCRIBED, "Aino")
    assert stranger.post(link, **body).status_code == 200
    assert Suppression.objects.count() == 1
    lines = AuditEntry.objects.filter(actor_kind="respondent").values_list("act", flat=True)
    assert sorted(lines) == ["asking_stopped", "contact_suppressed"]


def test_the_link_works_after_the_invitation_has_expired(link, stranger, now):
    Invitation.objects.update(expires_at=now - timedelta(days=400))
    stranger.post(link)
    assert Suppression.objects.exists()


def test_what_already_waits_for_them_is_dropped(link, stranger, nordlys, schedule, plan, now):
    nordlys.workspace.quarantine_days = 0
    nordlys.workspace.save()
    plan(schedule(name="Next"))
    stranger.post(link)
    assert hand_over(delivery=Delivery.objects.get(state=DUE), now=now) == DROPPED


@pytest.mark.parametrize("token", ["x" * 22, "short", "a/b/c", "%00", "%E2%80%AE" * 9, "x" * 3000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_gets_a_clear_page_and_leaves_no_trace(token, method, stranger):
    page = getattr(stranger, method)(f"/u/{token}", headers={"Accept-Language": "sv"})
    assert page.status_code == 404
    assert "Vi känner inte igen länken" in page.content.decode() or 'lang="sv"' in page.content.decode()
    assert not Suppression.objects.exists()


def test_other_methods_are_refused(link, stranger):
    assert stranger.put(link).status_code == stranger.delete(link).status_code == 405


def test_the_page_is_kept_out_of_caches_referrers_and_frames(link, stranger):
    page = stranger.get(link)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
