"""What a huddle hands on becomes an initiative, with what it was about as evidence."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from kuule.act.models import HuddleItem, Initiative, RootCause
from kuule.act.rules.initiatives import FROM_HUDDLE
from kuule.act.selectors.evidence import evidence_cases
from kuule.act.selectors.huddles import handed_on
from kuule.act.services.huddles import ItemWritten, start_huddle, write_item
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.act.huddling import a_case, account_of, coming, rhythm, said, team_of, theme
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme

SignIn = Callable[[Member], Client]
INITIATIVES = "/w/nordlys/improve/"


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def item(nordlys: Company, programme: Programme) -> HuddleItem:
    """What the huddle of a team handed on: with a theme, and a case that was coded with a root cause."""
    team = team_of(programme, "North", nordlys.frida)
    cause = RootCause.objects.create(workspace=programme.workspace, name="Layout", position=1)
    case = a_case(programme, said(programme, account_of(programme, "Fjord Foods", team), 2, "Wrong invoice"), team=team)
    case.root_cause = cause
    case.save()
    huddle = start_huddle(huddle=coming(rhythm(programme, team)), member=nordlys.frida, actor=SYSTEM, now=NOW)
    written = ItemWritten(
        kind="handed_on", text="The invoice layout", owner=nordlys.bob, case=case, theme=theme(programme, "Invoices")
    )
    return write_item(huddle=huddle, item=written, member=nordlys.frida, actor=SYSTEM, now=NOW)


def test_one_button_makes_an_initiative_of_it_with_its_evidence(
    nordlys: Company, item: HuddleItem, sign_in: SignIn
) -> None:
    bob, where = sign_in(nordlys.bob), f"/w/nordlys/huddles/{item.huddle_id}/"
    propose = f"{INITIATIVES}new/?item={item.pk}"
    assert propose in bob.get(where).content.decode()
    assert propose in bob.get(INITIATIVES).content.decode()
    frida = sign_in(nordlys.frida)
    assert propose not in frida.get(where).content.decode() + frida.get(INITIATIVES).content.decode()
    form = bob.get(propose).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    assert (filled["title"], filled["cause"]) == ("The invoice layout", "The invoice layout")
    assert (filled["theme"], filled["root_cause"]) == (item.theme_id, item.case.root_cause_id)
    asked = {name: value for name, value in filled.items() if value is not None}
    lines = {"segment-TOTAL_FORMS": 0, "segment-INITIAL_FORMS": 0}
    hypothesis = {"if_we": "print the number", "then_it": "fewer ask", "for_whom": "all"}
    posted = bob.post(propose, {**asked, **lines, **hypothesis})
    assert posted.status_code == 302, (posted.context["form"].errors, posted.context["segment"].errors)
    made = Initiative.objects.get()
    assert (made.origin, made.team, made.owner) == (FROM_HUDDLE, item.huddle.plan.team, nordlys.bob)
    assert list(evidence_cases(made)) == [item.case]
    assert made.pins.get().case == item.case
    assert not handed_on(item.workspace)
    page = bob.get(where).content.decode()
    assert f"{INITIATIVES}{made.pk}/" in page
    assert propose not in page
    again = bob.post(propose, {**asked, **lines, **hypothesis}, follow=True).content.decode()
    assert "Nothing was proposed" in again
    assert Initiative.objects.count() == 1


def test_what_nobody_takes_up_is_dropped_with_a_reason(nordlys: Company, item: HuddleItem, sign_in: SignIn) -> None:
    settle = f"/w/nordlys/huddles/promises/{item.pk}/settle/"
    outcome = {"outcome": "dropped", "reason": "It is mended already.", "next": "initiatives"}
    assert sign_in(nordlys.bob).post(settle, outcome)["Location"] == INITIATIVES
    item.refresh_from_db()
    assert (item.reason, item.initiative) == ("It is mended already.", None)
    assert "Handed on by huddles" not in sign_in(nordlys.bob).get(INITIATIVES).content.decode()
