"""Silent key contacts: their owner gets one mail a day, each contact once for each ask, over a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import DECISION_MAKER, USER
from kuule.contacts.services import open_account, suppress
from kuule.dispatch.models import Invitation, SilenceAlert
from kuule.dispatch.rules import DUE, HANDED_OVER, HANDING_OVER, UNCERTAIN
from kuule.dispatch.services import change_coverage, mark_answered
from kuule.dispatch.services.silence import declare_silence_uncertain, notice_silence, tell_of_silence
from kuule.workspaces.models import User
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ASKED = NOON - 15 * DAY


@pytest.fixture
def account(nordlys, now) -> Account:
    """An account that Frida looks after."""
    return open_account(workspace=nordlys.workspace, name="Fjord", owner=nordlys.frida, actor=SYSTEM, now=now)


@pytest.fixture
def ask(has_been_asked, add_people, account):
    """Ask somebody of the account: `ask("Dina")`."""

    def asked(name: str, at: datetime = ASKED, role: str = DECISION_MAKER, **fields: object) -> Invitation:
        known = Contact.objects.filter(name=name).first()
        [contact] = [known] if known else add_people(name, role=role, **{"account": account, **fields})
        return has_been_asked(contact, at)

    return asked


@pytest.fixture
def run(nordlys):
    """Notice and tell, as the drain does."""

    def at(now: datetime = NOON) -> None:
        notice_silence(workspace=nordlys.workspace, now=now)
        tell_of_silence(workspace=nordlys.workspace, now=now)

    return at


def states() -> list[str]:
    return list(SilenceAlert.objects.order_by("pk").values_list("state", flat=True))


def test_the_owner_gets_one_mail_about_all_who_are_silent(post, ask, run, nordlys) -> None:
    ask("Dina")
    ask("Dag")
    ask("Ulla", role=USER)
    run()
    run(NOON + timedelta(hours=2))
    [letter] = post.letters
    assert str(letter["To"]) == nordlys.frida.user.email
    text = letter.get_content()
    assert "2 key contacts have not answered" in str(letter["Subject"])
    assert "Dina" in text
    assert "asked 5 Nov" in text
    assert "Dag" in text
    assert "Ulla" not in text
    assert states() == [HANDED_OVER, HANDED_OVER]


def test_each_ask_is_told_of_once_and_what_comes_later_waits_for_the_next_day(post, ask, run) -> None:
    ask("Dina")
    run()
    ask("Dag")
    run(NOON + timedelta(hours=1))
    assert len(post.letters) == 1
    run(NOON + DAY)
    run(NOON + 2 * DAY)
    assert ["Dina" in each.get_content() for each in post.letters] == [True, False]


def test_whoever_answered_left_stopped_or_was_asked_too_lately_is_no_news(post, ask, run, nordlys, now) -> None:
    mark_answered(invitation=ask("Dina"), now=ASKED + DAY)
    stopped = ask("Dag").contact
    suppress(
        workspace=nordlys.workspace,
        address=stopped.email,
        reason="unsubscribed",
        actor=SYSTEM,
        now=now,
        contact=stopped,
    )
    ask("New", at=NOON - 13 * DAY)
    ask("Old", at=NOON - 30 * DAY)
    ask("Away", account=None)
    run()
    assert post.letters == []


def test_days_and_key_contacts_are_what_the_workspace_says(post, ask, run, nordlys, now) -> None:
    ask("Ulla", at=NOON - 5 * DAY, role=USER, properties={"champion": True})
    change_coverage(workspace=nordlys.workspace, silent_days=4, key_property="champion", actor=SYSTEM, now=now)
    run()
    assert len(post.letters) == 1
    change_coverage(workspace=nordlys.workspace, tells_owners=False, actor=SYSTEM, now=now)
    ask("Dina", at=NOON - 5 * DAY)
    run(NOON + DAY)
    assert len(post.letters) == 1


def test_without_an_owner_managers_are_told_in_their_language(post, ask, run, nordlys, account) -> None:
    Account.objects.update(owner=None)
    User.objects.filter(pk=nordlys.bob.user_id).update(language="fi")
    ask("Dina")
    run()
    assert post.recipients == [nordlys.bob.user.email]


def test_nobody_is_told_at_night(post, ask, run) -> None:
    ask("Dina")
    run(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    assert (post.letters, states()) == ([], [DUE])


def test_a_mail_that_the_server_refuses_is_tried_again_the_same_day(post, ask, run, nordlys) -> None:
    ask("Dina")
    post.answers[nordlys.frida.user.email] = "451 later"
    run()
    assert states() == [DUE]
    post.answers.clear()
    run(NOON + timedelta(hours=1))
    assert (len(post.letters), states()) == (1, [HANDED_OVER])


def test_a_process_that_dies_on_the_way_doubles_and_loses_nothing_in_silence(post, ask, run, monkeypatch) -> None:
    ask("Dina")

    def killed(mail: EmailMessage) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert states() == [HANDING_OVER]
    run(NOON + timedelta(minutes=5))
    assert declare_silence_uncertain(now=NOON + timedelta(minutes=11)) == 1
    run(NOON + DAY)
    assert (post.letters, states()) == ([], [UNCERTAIN])
