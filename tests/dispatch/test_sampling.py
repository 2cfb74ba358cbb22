"""Samples: as many as a margin of error needs, drawn by chance, the same in the dry run and in what is sent."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.query import ContactFilter
from kuule.dispatch.models import Invitation, Programme, Wave
from kuule.dispatch.rules.sampling import Sample, answers_needed, chance_of, drawn
from kuule.dispatch.selectors import decisions_before_sending
from kuule.dispatch.selectors.programmes import outlook
from kuule.dispatch.selectors.sampling import usual_response_rate
from kuule.dispatch.services import create_programme, plan_wave, schedule_wave
from kuule.surveys.selectors import newest_version
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.any_database
SEED = "00112233445566aa"


@pytest.fixture
def crowd(nordlys, add_people):
    """Sixty people who can be asked, and one who cannot."""
    return [*add_people(*(f"P{number}" for number in range(60))), *add_people("Nobody", email="")]


@given(ids=st.sets(st.integers(1, 10**9), max_size=60), margin=st.floats(0.5, 50), rate=st.floats(0.01, 1))
def test_as_many_are_drawn_as_the_margin_needs(ids: set[int], margin: float, rate: float) -> None:
    draw = drawn(Sample(margin, SEED), ids, rate=rate, is_rate_expected=False)
    assert sum(map(draw.takes, ids)) == draw.wanted <= len(ids)
    assert draw.wanted == len(ids) or draw.wanted * rate >= answers_needed(margin, len(ids)) - 1e-6


def test_who_is_drawn_is_chance_and_stays_the_same() -> None:
    assert chance_of(SEED, 7) == chance_of(SEED, 7) != chance_of("other", 7)
    mean = sum(chance_of(SEED, each) for each in range(2_000)) / 2_000
    assert 0.47 < mean < 0.53


@pytest.mark.django_db
def test_a_wave_asks_those_whom_the_dry_run_has_drawn(nordlys, survey, crowd, now) -> None:
    sample = Sample(50.0, SEED)
    asked = {"workspace": nordlys.workspace, "survey": survey, "audience": ContactFilter(), "now": now}
    forecast = decisions_before_sending(sample=sample, **asked)
    assert forecast.draw is not None
    assert (forecast.draw.people, forecast.asked) == (60, forecast.draw.wanted)
    assert 0 < forecast.asked < 60
    wave = schedule_wave(name="Some", due_at=now, actor=SYSTEM, sample=sample, **asked)
    while plan_wave(wave=wave, now=now, batch=25):
        pass
    rows = Invitation.objects.filter(wave=wave)
    assert Counter(rows.values_list("reason", flat=True)) == {
        "": forecast.asked,
        "sampled_out": forecast.held_back["sampled_out"],
        "no_address": 1,
    }
    drawn_ids = set(rows.filter(reason="").values_list("contact_id", flat=True))
    assert drawn_ids == {each.pk for each in crowd[:60] if forecast.draw.takes(each.pk)}


def test_the_page_says_how_many_are_drawn_before_anything_is_sent(nordlys, survey, crowd, sign_in) -> None:
    client, here = sign_in(nordlys.bob), f"/w/{nordlys.workspace.slug}/ask/new/"
    chosen = {"survey": survey.pk, "name": "Some", "when": "now", "how_many": "as_needed", "sample_seed": SEED}
    page = client.post(here, {**chosen, "sample_margin": "50", "check": "yes"}).content.decode()
    assert "Drawn by chance:" in page
    assert "Not drawn for the sample" in page
    assert "Write how many points" in client.post(here, {**chosen, "sample_margin": ""}).content.decode()
    assert not Wave.objects.exists()
    client.post(here, {**chosen, "sample_margin": "50"})
    assert (Wave.objects.get().sample_margin, Wave.objects.get().sample_seed) == (50.0, SEED)


def test_a_programme_draws_part_of_its_panel_in_each_period(nordlys, survey, crowd, now) -> None:
    fields = {"workspace": nordlys.workspace, "survey": survey, "first_after_days": 0, "period_days": 28}
    programme = create_programme(name="Some", sample_margin=50.0, actor=SYSTEM, now=now, **fields)
    days = outlook(Programme.objects.get(pk=programme.pk), days=30, now=now)
    passed_over = sum(each.dropped.get("sampled_out", 0) for each in days)
    assert 0 < sum(each.asked_total for each in days) < 60
    assert passed_over > 0


@pytest.mark.django_db
def test_a_silent_wave_to_others_does_not_make_a_programme_ask_more(nordlys, survey, crowd, now) -> None:
    fields = {"workspace": nordlys.workspace, "survey": survey, "first_after_days": 0, "period_days": 28}
    programme = create_programme(name="Some", sample_margin=50.0, actor=SYSTEM, now=now, **fields)
    asked(crowd[:55], survey, programme=programme, at=now - timedelta(days=20), answered=11)
    assert usual_response_rate(nordlys.workspace, now=now, programme=programme) == (0.2, False)
    before = outlook(Programme.objects.get(pk=programme.pk), days=30, now=now)
    # People who have been erased since: nobody of the panel was asked.
    asked([None] * 60, survey, at=now - timedelta(days=10), answered=0)
    assert usual_response_rate(nordlys.workspace, now=now, programme=programme) == (0.2, False)
    assert usual_response_rate(nordlys.workspace, now=now)[0] == pytest.approx(11 / 115)
    after = outlook(Programme.objects.get(pk=programme.pk), days=30, now=now)
    assert [each.asked_total for each in after] == [each.asked_total for each in before]


@pytest.mark.django_db
def test_who_was_asked_just_now_has_not_been_silent_yet(nordlys, survey, crowd, now) -> None:
    asked(crowd[:50], survey, at=now - timedelta(days=4), answered=25)
    asked(crowd[:60], survey, at=now - timedelta(days=2), answered=1)
    assert usual_response_rate(nordlys.workspace, now=now) == (0.5, False)
    assert usual_response_rate(nordlys.workspace, now=now - timedelta(days=3)) == (0.25, True)


def asked(people, survey, *, at, answered, programme=None) -> None:
    Invitation.objects.bulk_create(
        Invitation(
            workspace=survey.workspace,
            version=newest_version(survey.workspace, survey=survey),
            contact=contact,
            programme=programme,
            decision="invited",
            decided_at=at,
            asked_at=at,
            answered_at=at + timedelta(hours=5) if place < answered else None,
            language="en",
        )
        for place, contact in enumerate(people)
    )
