"""A chat is told of silent key contacts: one message a day, over a real connection to a server that poses as Slack."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kuule.contacts.models import Contact
from kuule.contacts.rules import DECISION_MAKER
from kuule.contacts.services import open_account
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import ChatAlert, ChatRoom, Invitation
from kuule.dispatch.rules import DUE, FAILED, HANDED_OVER, HANDING_OVER, UNCERTAIN
from kuule.dispatch.rules.chats import DISCORD, GOOGLE_CHAT, SLACK, TEAMS, chat_name, chat_vendor
from kuule.dispatch.services import change_coverage
from kuule.dispatch.services.chats import (
    declare_chat_alerts_uncertain,
    notice_silence_for_chat,
    remove_chat,
    set_chat,
    tell_chat_of_silence,
)
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Refused
from tests.dispatch.provider import Provider, posing_as

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ASKED = NOON - 15 * DAY
SECRET = "TIiajkdnlazkcOXrIdevi7FQ"
ADDRESS = f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{SECRET}"
SETTINGS = "/w/nordlys/accounts/coverage/settings/"


@pytest.fixture
def slack(monkeypatch, tmp_path) -> Iterator[Provider]:
    with posing_as("hooks.slack.com", folder=tmp_path, patch=monkeypatch) as posing:
        yield posing


@pytest.fixture
def room(nordlys, now) -> ChatRoom:
    return set_chat(workspace=nordlys.workspace, address=ADDRESS, actor=SYSTEM, now=now)


@pytest.fixture
def ask(nordlys, has_been_asked, add_people, now) -> Callable[..., Invitation]:
    """Ask a decision-maker of an account that Frida looks after."""
    account = open_account(workspace=nordlys.workspace, name="Fjord", owner=nordlys.frida, actor=SYSTEM, now=now)

    def asked(name: str, at: datetime = ASKED) -> Invitation:
        [contact] = add_people(name, role=DECISION_MAKER, account=account)
        return has_been_asked(contact, at)

    return asked


@pytest.fixture
def run(nordlys) -> Callable[..., None]:
    """Notice and tell, as the drain does."""

    def at(now: datetime = NOON) -> None:
        notice_silence_for_chat(workspace=nordlys.workspace, now=now)
        tell_chat_of_silence(workspace=nordlys.workspace, now=now)

    return at


def states() -> list[str]:
    return list(ChatAlert.objects.order_by("pk").values_list("state", flat=True))


def said(chat: Provider) -> list[str]:
    return [json.dumps(json.loads(body), ensure_ascii=False) for body in chat.bodies]


def test_one_message_a_day_tells_of_everybody_once(slack, room, ask, run) -> None:
    ask("Dina")
    ask("Dag")
    run()
    run(NOON + timedelta(hours=2))
    ask("Dora")
    run(NOON + timedelta(hours=3))
    [message] = said(slack)
    assert "2 key contacts have not answered" in message
    assert "Dina – Fjord, asked 5 Nov (Frida)" in message
    assert "/w/nordlys/accounts/coverage/" in message
    assert states() == [HANDED_OVER, HANDED_OVER, DUE]
    run(NOON + DAY)
    run(NOON + 2 * DAY)
    assert ["Dora" in each for each in said(slack)] == [False, True]


def test_many_are_counted_and_the_longest_silence_comes_first(slack, room, ask, run) -> None:
    for number in range(13):
        ask(f"N{number:02}", at=ASKED - timedelta(hours=number))
    run()
    [message] = said(slack)
    assert message.index("N12") < message.index("N03")
    assert "N02" not in message
    assert "and 3 more" in message


def test_nothing_is_told_at_night_nor_without_a_chat_nor_after_it_was_removed(slack, nordlys, ask, run, now) -> None:
    ask("Dina")
    run()
    room = set_chat(workspace=nordlys.workspace, address=ADDRESS, actor=SYSTEM, now=now)
    run(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    assert (slack.bodies, states()) == ([], [DUE])
    remove_chat(room=room, actor=SYSTEM, now=now)
    run()
    assert (slack.bodies, states()) == ([], [])


def test_the_chat_is_told_also_where_owners_get_no_mail(slack, room, ask, run, nordlys, now) -> None:
    change_coverage(workspace=nordlys.workspace, tells_owners=False, silent_days=4, actor=SYSTEM, now=now)
    ask("Dina", at=NOON - 5 * DAY)
    run()
    assert len(slack.bodies) == 1


def test_what_the_chat_cannot_take_now_is_tried_again_the_same_day(slack, room, ask, run) -> None:
    ask("Dina")
    slack.answer = (503, "busy")
    run()
    room.refresh_from_db()
    assert (states(), room.trouble) == ([DUE], "out_of_reach")
    slack.answer = (200, "ok")
    run(NOON + timedelta(hours=1))
    room.refresh_from_db()
    assert (len(slack.bodies), states(), room.trouble) == (2, [HANDED_OVER], "")


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_no_more_fails_and_says_so(status, slack, room, ask, run, sign_in, nordlys) -> None:
    ask("Dina")
    slack.answer = (status, "no_service")
    run()
    run(NOON + DAY)
    assert (len(slack.bodies), states()) == (1, [FAILED])
    page = sign_in(nordlys.bob).get(SETTINGS).content.decode()
    assert "Slack refused the message." in page


def test_a_chat_out_of_reach_is_given_up_after_five_tries(slack, room, ask, run, monkeypatch) -> None:
    ask("Dina")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    for hour in range(8):
        run(NOON + timedelta(hours=hour))
    assert states() == [FAILED]
    assert ChatAlert.objects.get().attempts == 5


def test_a_chat_that_hangs_up_after_it_was_told_is_never_told_twice(slack, room, ask, run) -> None:
    ask("Dina")
    slack.hangs_up = True
    run()
    run(NOON + DAY)
    assert (len(slack.bodies), states()) == (1, [UNCERTAIN])


def test_a_process_that_dies_on_the_way_doubles_nothing(slack, room, ask, run, monkeypatch) -> None:
    ask("Dina")

    def killed(**_message: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kuule.dispatch.services.chats.tell_chat", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert states() == [HANDING_OVER]
    run(NOON + timedelta(minutes=5))
    assert declare_chat_alerts_uncertain(now=NOON + timedelta(minutes=11)) == 1
    run(NOON + DAY)
    assert (slack.bodies, states()) == ([], [UNCERTAIN])


def test_who_was_erased_is_told_of_no_more(slack, room, ask, run, nordlys, now) -> None:
    ask("Dina")
    notice_silence_for_chat(workspace=nordlys.workspace, now=NOON)
    erase_person(contact=Contact.objects.get(name="Dina"), actor=SYSTEM, reason="asked_for", now=now)
    run()
    assert not any("Dina" in each for each in slack.bodies)


def test_the_address_is_a_secret(room, nordlys, sign_in, settings, slack, ask, run) -> None:
    assert SECRET not in room.address
    page = sign_in(nordlys.bob).get(SETTINGS).content.decode()
    assert SECRET not in page
    assert "Slack is told" in page
    assert not any(SECRET in str(vars(each)) for each in AuditEntry.objects.all())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    ask("Dina")
    run()
    assert len(slack.bodies) == 1
    settings.SECRET_KEY_FALLBACKS = []
    tried = sign_in(nordlys.bob).post(f"{SETTINGS}chat/try/", follow=True).content.decode()
    assert "Set it once more." in tried


def test_a_manager_sets_tries_and_removes_the_chat(slack, nordlys, sign_in) -> None:
    bob: Any = sign_in(nordlys.bob)
    wrong = bob.post(f"{SETTINGS}chat/", {"address": "https://127.0.0.1/services/T1/B1/x"})
    assert wrong.status_code == 422
    assert "This is not an address that Slack" in wrong.content.decode()
    assert (
        "Slack is told from now on"
        in bob.post(f"{SETTINGS}chat/", {"address": f" {ADDRESS} "}, follow=True).content.decode()
    )
    assert "The test message is sent" in bob.post(f"{SETTINGS}chat/try/", follow=True).content.decode()
    assert "Key contacts of Nordlys Energy" in said(slack)[0]
    slack.answer = (403, "invalid_token")
    assert "Slack refused the message." in bob.post(f"{SETTINGS}chat/try/", follow=True).content.decode()
    assert "Its address is deleted" in bob.post(f"{SETTINGS}chat/remove/", follow=True).content.decode()
    assert not ChatRoom.objects.exists()
    assert bob.post(f"{SETTINGS}chat/try/").status_code == 404
    assert sign_in(nordlys.anna).post(f"{SETTINGS}chat/", {"address": ADDRESS}).status_code == 403
    acts = AuditEntry.objects.values_list("act", flat=True)
    assert {"chat_set", "chat_removed"} <= set(acts)


@pytest.mark.parametrize(
    ("address", "vendor"),
    [
        (ADDRESS, SLACK),
        ("https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", DISCORD),
        ("https://chat.googleapis.com/v1/spaces/AAAA-x/messages?key=AIzaSyD&token=abc%3D", GOOGLE_CHAT),
        (
            "https://prod-161.westeurope.logic.azure.com:443/workflows/643e69/triggers/manual/paths/invoke?sig=KO",
            TEAMS,
        ),
        (
            "https://d0.5.api.powerplatform.com/powerautomate/automations/direct/workflows/6/triggers/m/paths/invoke?s",
            TEAMS,
        ),
        ("http://hooks.slack.com/services/T1/B1/x", ""),
        ("https://hooks.slack.com.evil.example/services/T1/B1/x", ""),
        ("https://evil.example/?.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=1", ""),
        ("https://user@logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=1", ""),
        ("https://chat.example.com/hooks/abc", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_vendors_at_hosts_of_their_own_are_followed(address: str, vendor: str) -> None:
    assert chat_vendor(address) == vendor


def test_an_address_of_another_kind_is_refused_by_the_service_too(nordlys, now) -> None:
    with pytest.raises(Refused, match="not_a_chat"):
        set_chat(workspace=nordlys.workspace, address="https://127.0.0.1/x", actor=SYSTEM, now=now)


def test_a_name_calls_nobody_and_makes_no_link() -> None:
    for name in ("@everyone", "<!channel>", "[x](https://evil.example)", "*bold*"):
        assert name not in chat_name(name)
        assert chat_name(name).replace("\u200b", "") == name
    assert chat_name("Two\nlines") == "Two lines"
    assert len(chat_name("x" * 200)) == 80
