"""Promises that are overdue: one mail with all of them, in working hours, and not the same one every day."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kuule.act.models import Absence, AgreedAction, HuddleItem, Letter
from kuule.act.services.huddles import ItemWritten, settle_item, start_huddle, write_item
from kuule.act.tasks import drain_promises
from kuule.act.wordings import wording_for
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.act.huddling import a_case, account_of, coming, rhythm, said, team_of
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme

MONDAY_AT_TEN = datetime(2026, 11, 23, 8, tzinfo=UTC)


def promise(programme: Programme, owner: Member, text: str, *, days: int = 0) -> HuddleItem:
    """Promise something in a huddle of Friday, for a day so many days later."""
    team = team_of(programme, f"Team of {text}", owner)
    huddle = start_huddle(huddle=coming(rhythm(programme, team)), member=owner, actor=SYSTEM, now=NOW)
    item = ItemWritten(kind="promise", text=text, owner=owner, due_on=NOW.date() + timedelta(days=days))
    return write_item(huddle=huddle, item=item, member=owner, actor=SYSTEM, now=NOW)


def written_at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return drain_promises()


def test_all_that_is_overdue_comes_in_one_mail_and_not_again_the_next_day(
    nordlys: Company, programme: Programme
) -> None:
    frida, fjord = nordlys.frida, account_of(programme, "Fjord Foods")
    item = promise(programme, frida, "Tell the others")
    case = a_case(programme, said(programme, fjord, 2, "Call"), owner=nordlys.bob)
    AgreedAction.objects.create(
        workspace=programme.workspace, case=case, text="Send it again", owner=frida, due_on=NOW.date(), agreed_at=NOW
    )
    later = promise(programme, frida, "Ask the supplier", days=3)
    assert written_at(NOW) == 0, "its day is not over"
    assert [written_at(MONDAY_AT_TEN), written_at(MONDAY_AT_TEN)] == [1, 0]
    letter = Letter.objects.get(purpose="promise_due")
    with time_machine.travel(MONDAY_AT_TEN, tick=False):
        _subject, text, _html, _stop = wording_for(letter.purpose).parts(letter)
    for words in ("Tell the others (Team of Tell the others", "Send it again (", "Fjord Foods", "/w/nordlys/today/"):
        assert words in text
    assert "Ask the supplier" not in text
    assert written_at(MONDAY_AT_TEN + timedelta(hours=20)) == 0, "in the night"
    assert written_at(MONDAY_AT_TEN + timedelta(days=1)) == 1, "one more is overdue"
    both = Letter.objects.filter(purpose="promise_due").latest("pk")
    assert both.params["items"] == [item.pk, later.pk]
    assert [written_at(MONDAY_AT_TEN + timedelta(days=days)) for days in (2, 6, 9)] == [0, 0, 1]


def test_whoever_is_away_or_kept_it_hears_nothing(nordlys: Company, programme: Programme) -> None:
    item = promise(programme, nordlys.frida, "Call back")
    away = Absence.objects.create(
        workspace=programme.workspace, member=nordlys.frida, first_day=NOW.date(), last_day=MONDAY_AT_TEN.date()
    )
    assert written_at(MONDAY_AT_TEN) == 0
    away.delete()
    assert written_at(MONDAY_AT_TEN) == 1
    letter = Letter.objects.get(purpose="promise_due")
    settle_item(item=item, is_done=True, actor=SYSTEM, now=MONDAY_AT_TEN)
    assert not wording_for(letter.purpose).stands(letter), "a mail that waits is not sent any more"
    with pytest.raises(ValueError, match="settled"):
        wording_for(letter.purpose).parts(letter)
    assert written_at(MONDAY_AT_TEN + timedelta(days=8)) == 0
