"""Every state and every reason has words."""

import pytest

from kuule.dispatch import rules
from kuule.dispatch.models import Delivery
from kuule.dispatch.templatetags.dispatch import delivery_reason, delivery_state, hold_reason, wave_state
from kuule.ui.formats import language_word
from kuule.workspaces.models import Workspace

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("state", rules.WAVE_STATES)
def test_waves(state):
    assert wave_state(state)


@pytest.mark.parametrize("reason", rules.HOLD_REASONS)
def test_reasons_to_hold_back(reason):
    assert hold_reason(reason, Workspace(quarantine_days=90))


def test_the_pause_is_told_in_days():
    assert hold_reason(rules.RECENTLY_ASKED, Workspace(quarantine_days=1)) == "Asked within the last 1 day"
    assert hold_reason(rules.RECENTLY_ASKED, Workspace(quarantine_days=90)) == "Asked within the last 90 days"


@pytest.mark.parametrize("state", rules.DELIVERY_STATES)
def test_messages(state):
    assert delivery_state(Delivery(state=state))


@pytest.mark.parametrize("reason", rules.TROUBLES)
def test_what_went_wrong(reason):
    assert delivery_reason(Delivery(state=rules.FAILED, reason=reason))


def test_languages():
    assert language_word("fi") == "Finnish"
    assert language_word("tlh") == "tlh"
