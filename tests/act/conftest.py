"""What tests of this room can ask for: a programme whose cases have begun, and the drain that opens them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kuule.act.models import Case, CaseSettings
from kuule.act.services.watching import hear_some
from tests.conftest import NOW
from tests.insight.conftest import anna, other_programme, programme

__all__ = ["anna", "other_programme", "programme"]

LONG_AGO = NOW - timedelta(days=400)


@pytest.fixture
def cases_begin(nordlys) -> CaseSettings:
    """Let every answer of the tests be one from after cases began; without playbooks the built-in rule serves."""
    return CaseSettings.objects.create(
        workspace=nordlys.workspace, since=LONG_AGO, begun_at=LONG_AGO, changed_at=LONG_AGO
    )


@pytest.fixture
def hear(cases_begin) -> Callable[..., list[Case]]:
    """Let the worker look at everything that is new at a moment; return all cases, the oldest first."""

    def listen(at: datetime = NOW) -> list[Case]:
        while hear_some(now=at):
            pass
        return list(Case.objects.order_by("pk"))

    return listen
