"""Touchpoints that go by dates in the data: each date happens once, on its day, also after days without a worker."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kuule.contacts.models import Account, Contact
from kuule.contacts.services import add_contact
from kuule.dispatch.models import Occurrence
from kuule.dispatch.services import ask_about_occurrences, note_dates
from kuule.dispatch.tasks import drain_dates
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_touchpoint

pytestmark = pytest.mark.any_database

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def renewal(nordlys) -> Touchpoint:
    """Ninety days before the contract of an account ends."""
    Workspace.objects.update(timezone="Europe/Helsinki")
    nordlys.workspace.refresh_from_db()
    return make_touchpoint(
        nordlys.workspace, "renewal", date_property="account.contract_ends", date_days=-90, delay_minutes=0
    )


def customer(workspace: Workspace, name: str, ends: str | None) -> Contact:
    properties = {"contract_ends": ends} if ends else {}
    account = Account.objects.create(
        workspace=workspace, name=name, name_key=name.lower(), properties=properties, created_at=NOON
    )
    email = f"{name.lower()}@example.test"
    return add_contact(workspace=workspace, actor=SYSTEM, now=NOON, name=name, email=email, account=account)


def names(touchpoint: Touchpoint) -> list[str]:
    rows = Occurrence.objects.filter(touchpoint=touchpoint).order_by("happened_at", "pk")
    return list(rows.values_list("contact__name", flat=True))


def test_people_are_asked_so_many_days_before_a_date_of_their_account(renewal) -> None:
    for name, ends in (("Aino", "2027-02-18"), ("Berit", "2027-02-19"), ("Chi", None), ("Dag", "2027-02-17")):
        customer(renewal.workspace, name, ends)
    assert note_dates(touchpoint=renewal, now=NOON) == 1
    assert note_dates(touchpoint=renewal, now=NOON) == 0
    assert names(renewal) == ["Aino"]
    assert ask_about_occurrences(workspace=renewal.workspace, now=NOON) == 1
    assert Occurrence.objects.get().state == "asked"


def test_days_without_a_worker_are_made_up_for(renewal) -> None:
    note_dates(touchpoint=renewal, now=NOON)
    for name, ends in (("Aino", "2027-02-18"), ("Berit", "2027-02-19"), ("Chi", "2027-02-21"), ("Dag", "2027-02-23")):
        customer(renewal.workspace, name, ends)
    assert note_dates(touchpoint=renewal, now=NOON + 3 * DAY) == 2
    assert names(renewal) == ["Berit", "Chi"]


def test_a_date_that_moves_happens_on_its_new_day_and_another_rule_never_asks_twice(renewal) -> None:
    customer(renewal.workspace, "Aino", "2027-02-18")
    note_dates(touchpoint=renewal, now=NOON)
    Touchpoint.objects.update(dates_seen_to=None)
    assert note_dates(touchpoint=renewal, now=NOON) == 0
    Account.objects.update(properties={"contract_ends": "2028-02-18"})
    assert note_dates(touchpoint=renewal, now=datetime(2027, 11, 20, 10, 0, tzinfo=UTC)) == 1


def test_the_day_begins_in_the_zone_of_the_company(renewal) -> None:
    customer(renewal.workspace, "Aino", "2027-02-19")
    assert note_dates(touchpoint=renewal, now=datetime(2026, 11, 20, 21, 59, tzinfo=UTC)) == 0
    assert note_dates(touchpoint=renewal, now=datetime(2026, 11, 20, 22, 1, tzinfo=UTC)) == 1


def test_only_touchpoints_that_ask_look_at_dates_and_none_of_them_at_other_companies(renewal, charlie) -> None:
    customer(charlie.workspace, "Stranger", "2027-02-18")
    customer(renewal.workspace, "Aino", "2027-02-18")
    with time_machine.travel(NOON, tick=False):
        Touchpoint.objects.update(is_on=False)
        assert drain_dates() == 0
        Touchpoint.objects.update(is_on=True)
        assert drain_dates() == 1
    assert names(renewal) == ["Aino"]


def test_somebody_who_was_put_away_is_left_alone(renewal) -> None:
    contact = customer(renewal.workspace, "Aino", "2027-02-18")
    Contact.objects.filter(pk=contact.pk).update(archived_at=NOON)
    assert note_dates(touchpoint=renewal, now=NOON) == 0
