"""Figures that many rows stand behind: a worker counts them, and the page says as of when they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services import define_property
from kuule.contacts.services.persons import erase_person
from kuule.economics.answers import kept as kinds
from kuule.economics.models import KeptFigures, Treatment
from kuule.economics.rules.kept import MOST_KEPT
from kuule.economics.services.counting import NotCountedYetError, count_figures, known_figures
from kuule.economics.services.effects import TreatmentPlan, change_treatment, write_treatment
from kuule.economics.services.settings import change_money_settings
from kuule.economics.tasks import drain_kept_figures
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.economics.firm import settle
from tests.economics.test_earned_growth import read
from tests.economics.test_group_value import a_firm
from tests.insight.conftest import Programme, programme_of

pytestmark = pytest.mark.django_db
VALUE = "/w/nordlys/value/"
PORTS = {"segment": "account.industry", "value": "Ports"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _many_rows(settings: Settings, clock: time_machine.Traveller) -> None:
    settings.KUULE_VALUE_ROWS_AT_ONCE = 0


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    made = programme_of(nordlys.workspace, NOW)
    define_property(key="industry", label="Industry", kind="text", of="account", **made.who)
    settle(made, a_firm(12))
    return made


@pytest.fixture
def cause(programme: Programme) -> Treatment:
    ports = Condition({"property": "account.industry", "is": "equal", "value": "Ports"})
    return write_treatment(plan=plan(touched=[ports]), **programme.who)


def plan(**told: Any) -> TreatmentPlan:
    return TreatmentPlan(name="Queue", kind="cause", hypothesis="-", starts_on=date(2025, 6, 1), **told)


def drain() -> int:
    return sum(iter(drain_kept_figures, 0))


def the_figures() -> KeptFigures:
    return KeptFigures.objects.get()


def test_figures_are_the_same_counted_at_once_or_kept(
    programme: Programme, cause: Treatment, settings: Settings
) -> None:
    questions = [
        (kinds.ANSWERING, {"days": "90"}),
        (kinds.CAUSES, {}),
        (kinds.EFFECT, {"treatment": str(cause.pk)}),
        (kinds.EXECUTIVE, {}),
        (kinds.GROUPS, {}),
        (kinds.SEGMENTS, {"segment": "account.industry"}),
        (kinds.SEGMENTS, PORTS),
    ]
    for kind, asked in questions:
        with pytest.raises(NotCountedYetError):
            known_figures(programme.workspace, kind, asked=asked, now=NOW)
    assert drain() == len(questions)
    kept = [known_figures(programme.workspace, kind, asked=asked, now=NOW).figures for kind, asked in questions]
    settings.KUULE_VALUE_ROWS_AT_ONCE = 10_000
    counted = [known_figures(programme.workspace, kind, asked=asked, now=NOW).figures for kind, asked in questions]
    assert kept == counted
    assert KeptFigures.objects.count() == len(questions), "who has few rows keeps nothing"


def test_a_page_waits_for_the_first_count_and_then_says_as_of_when_it_is(cause: Treatment, anna: Client) -> None:
    looks = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "figures-counting"}
    pages = ("", "groups/", "groups/?segment=account.industry", "answering/", "effects/causes/", f"effects/{cause.pk}/")
    for page in pages:
        first, again = anna.get(VALUE + page), anna.get(VALUE + page, **looks)
        assert (first.status_code, again.status_code) == (202, 202)
        assert "Counting 12 customers" in read(first)
        assert "<html" not in again.content.decode(), "only the part that counts is replaced"
    assert drain() == len(pages)
    for page in pages:
        assert anna.get(VALUE + page, **looks).headers["HX-Refresh"] == "true"
        assert "As of 20 Nov 2026 1" in read(anna.get(VALUE + page))


def test_the_paper_waits_for_the_same_figures_as_the_page(programme: Programme, anna: Client) -> None:
    waiting = anna.post(f"{VALUE}executive.pdf")
    assert waiting.status_code == 202
    assert f'hx-get="{VALUE}"' in waiting.content.decode()
    drain()
    assert anna.post(f"{VALUE}executive.pdf").content.startswith(b"%PDF-")


def test_figures_are_counted_again_at_night_and_what_is_old_is_marked(
    programme: Programme, anna: Client, clock: time_machine.Traveller
) -> None:
    anna.get(VALUE)
    drain()
    clock.move_to(NOW + timedelta(hours=11))
    assert drain() == 0, "the day is not over"
    clock.move_to(NOW + timedelta(hours=15))
    assert "being counted again" in read(anna.get(VALUE))
    assert drain() == 1
    assert the_figures().counted_at == NOW + timedelta(hours=15)
    said = read(anna.get(VALUE))
    assert "being counted again" not in said
    assert "more than a day old" not in said
    clock.move_to(NOW + timedelta(hours=40))
    assert "These figures are more than a day old" in read(anna.get(VALUE))


def test_a_member_has_figures_counted_again(programme: Programme, anna: Client, clock: time_machine.Traveller) -> None:
    anna.get(VALUE)
    drain()
    clock.move_to(NOW + timedelta(hours=1))
    again = f"{VALUE}figures/{the_figures().pk}/again/"
    assert anna.get(again).status_code == 405
    for page, leads_to in ((f"{VALUE}?x=1", f"{VALUE}?x=1"), ("//elsewhere.example/", VALUE)):
        assert anna.post(again, {"page": page}).headers["Location"] == leads_to
    assert AuditEntry.objects.filter(act="figures_counted_again").count() == 1, "asked twice it is still one count"
    assert drain() == 1
    assert the_figures().counted_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("end", [SystemExit, ValueError])
def test_a_count_that_dies_is_due_again_by_itself(
    programme: Programme,
    anna: Client,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    end: type[BaseException],
) -> None:
    def dies(*_asked: Any) -> Any:
        raise end

    anna.get(VALUE)
    with monkeypatch.context() as patched:
        patched.setitem(kinds.KINDS, "executive", replace(kinds.EXECUTIVE, count=dies))
        if end is SystemExit:
            with pytest.raises(SystemExit):
                drain_kept_figures()
        else:
            assert drain_kept_figures() == 1
    assert drain() == 0, "somebody else may be counting"
    clock.move_to(NOW + timedelta(minutes=10))
    assert drain() == 1
    assert (the_figures().counted_at, the_figures().attempts) == (NOW + timedelta(minutes=10), 0)


def test_a_decision_makes_figures_due_even_while_they_are_counted(programme: Programme, anna: Client) -> None:
    anna.get(VALUE)

    def decided_meanwhile() -> Any:
        change_money_settings(margin_share=Decimal("0.3"), **programme.who)
        return NOW

    kept = the_figures()
    count_figures(kept=kept, clock=decided_meanwhile)
    assert the_figures().due_at > NOW, "nothing was claimed: the night is due"
    change_money_settings(horizon_years=3, **programme.who)
    assert the_figures().due_at == NOW


def test_what_is_written_anew_about_a_treatment_has_no_old_figures(cause: Treatment, anna: Client) -> None:
    for page in ("", "groups/", f"effects/{cause.pk}/"):
        anna.get(VALUE + page)
    drain()
    change_treatment(treatment=cause, plan=plan(hoped_for=Decimal(9)), actor=SYSTEM, now=NOW)
    due = KeptFigures.objects.filter(due_at__lte=NOW).values_list("kind", flat=True)
    assert list(due) == ["executive"]
    assert anna.get(f"{VALUE}effects/{cause.pk}/").status_code == 202


def test_a_forgotten_person_takes_segments_along(programme: Programme, anna: Client) -> None:
    for page in ("groups/", "groups/?segment=account.industry&value=Ports"):
        anna.get(VALUE + page)
    drain()
    segment = KeptFigures.objects.get(kind="segments")
    erase_person(contact=Contact.objects.first(), actor=SYSTEM, now=NOW, reason=ASKED_FOR)
    assert list(KeptFigures.objects.values_list("kind", flat=True)) == ["groups"]
    count_figures(kept=segment, clock=lambda: NOW)
    assert not KeptFigures.objects.filter(kind="segments").exists(), "a count that ran meanwhile keeps nothing"


def test_figures_of_another_release_are_counted_anew(programme: Programme, anna: Client) -> None:
    anna.get(VALUE)
    drain()
    KeptFigures.objects.update(figures='{"five": []}')
    assert anna.get(VALUE).status_code == 202
    assert drain() == 1
    assert anna.get(VALUE).status_code == 200


def test_what_nobody_looks_at_is_dropped(programme: Programme, anna: Client, clock: time_machine.Traveller) -> None:
    moments = {"due_at": NOW, "asked_at": NOW, "seen_at": NOW - timedelta(minutes=1)}
    KeptFigures.objects.bulk_create(
        KeptFigures(workspace=programme.workspace, kind="segments", asked=str(place), **moments)
        for place in range(MOST_KEPT)
    )
    anna.get(VALUE)
    assert KeptFigures.objects.count() == MOST_KEPT
    assert KeptFigures.objects.filter(kind="executive").exists()
    clock.move_to(NOW + timedelta(days=31))
    assert drain() == 0
    assert not KeptFigures.objects.exists()
