"""The Mailbox: it keeps every mail while no mail server is set, and shows each company its own."""

import pytest
from django.core import mail

from kuule.dispatch.models import MailboxMessage
from kuule.dispatch.tasks import drain_deliveries, drain_waves

pytestmark = pytest.mark.django_db
MAILBOX = "/w/nordlys/mailbox/"


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """No mail server is set in these tests."""


@pytest.fixture
def bob(nordlys, sign_in):
    return sign_in(nordlys.bob)


def send(workspace=None, **changes):
    headers = {"X-Kuule-Workspace": str(workspace.pk)} if workspace else {}
    values = {"subject": "Hello", "body": "Words", "to": ["aino@example.test"], "headers": headers}
    html = changes.pop("html", "")
    message = mail.EmailMultiAlternatives(**{**values, **changes})
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
    return MailboxMessage.objects.latest("pk")


def test_an_empty_mailbox_says_why_it_is_there(bob):
    page = bob.get(MAILBOX).content.decode()
    assert "The Mailbox keeps mail because no mail server is set." in page
    assert "No mail yet" in page


def test_a_survey_mail_can_be_read_and_its_links_work(bob, schedule, add_people, settings):
    settings.KUULE_BASE_URL = "http://testserver"
    add_people("Aino", language="de")
    schedule()
    drain_waves()
    drain_deliveries()
    kept = MailboxMessage.objects.get()
    assert "weiterempfehlen" in bob.get(MAILBOX).content.decode()
    path = f"{MAILBOX}{kept.pk}/"
    assert f'src="{path}body/"' in bob.get(path).content.decode()
    text = bob.get(f"{path}?view=text").content.decode()
    source = bob.get(f"{path}?view=source").content.decode()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in source
    assert "X-Kuule-Workspace" not in source
    stop = text.partition('href="http://testserver/u/')[2].partition('"')[0]
    assert bob.get(f"/u/{stop}").status_code == 200


def test_a_mail_in_its_frame_can_run_nothing_and_fetch_nothing(bob, nordlys):
    kept = send(nordlys.workspace, html="<html><head></head><body><script>alert(1)</script>Hi</body></html>")
    body = bob.get(f"{MAILBOX}{kept.pk}/body/")
    policy = body["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in body.content.decode()
    assert bob.get(f"{MAILBOX}{kept.pk}/")["X-Frame-Options"] == "DENY"


def test_each_company_sees_its_own_mail_and_only_the_operator_the_rest(nordlys, charlie, bob, sign_in):
    ours, theirs, nobodys = send(nordlys.workspace), send(charlie.workspace), send()
    assert [bob.get(f"{MAILBOX}{kept.pk}/").status_code for kept in (ours, theirs, nobodys)] == [200, 404, 404]
    assert [bob.get(f"{MAILBOX}{kept.pk}/body/").status_code for kept in (ours, theirs, nobodys)] == [200, 404, 404]
    nordlys.alice.user.is_superuser = True
    nordlys.alice.user.save()
    operator = sign_in(nordlys.alice)
    assert [operator.get(f"{MAILBOX}{kept.pk}/").status_code for kept in (ours, theirs, nobodys)] == [200, 404, 200]
    assert "of no workspace" in operator.get(MAILBOX).content.decode()
    assert sign_in(nordlys.anna).get(MAILBOX).status_code == 403


@pytest.mark.parametrize("workspace_id", ["999999", "nordlys", "-1", "²", "9" * 40])
def test_an_unknown_workspace_is_nobodys(workspace_id):
    assert send(headers={"X-Kuule-Workspace": workspace_id}).workspace is None


def test_plain_and_hostile_mail_is_shown_as_text(bob, nordlys):
    kept = send(nordlys.workspace, subject="<b>\u202eevil</b>", body="<script>alert(1)</script>\x00 \u202e")
    page = bob.get(f"{MAILBOX}{kept.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "\u202e" not in page


def test_old_mail_is_on_later_pages(bob, nordlys):
    for number in range(52):
        send(nordlys.workspace, subject=f"Mail {number:02}")
    first = bob.get(MAILBOX).content.decode()
    assert "Mail 51" in first
    assert "Mail 01" not in first
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    assert "Mail 01" in bob.get(MAILBOX + following).content.decode()
    assert bob.get(f"{MAILBOX}?before=x").status_code == 400


def test_with_a_mail_server_the_page_says_that_new_mail_leaves(bob, settings):
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.smtp.SmtpBackend"
    assert "A mail server is set now" in bob.get(MAILBOX).content.decode()
