"""Thousands of odd requests, made from the description of the API: none breaks Kuule, none is answered otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import Case
from schemathesis.checks import CHECKS

from kuule.config.wsgi import application
from kuule.workspaces.rules import SCOPES
from tests.api.conftest import make_key
from tests.api.world import furnish, operations
from tests.conftest import Company

pytestmark = pytest.mark.any_database

REQUESTS = 2_000
# Who has no right key, and which method an address knows, is tried elsewhere, in order.
LEFT_OUT = {"ignored_auth", "unsupported_method", "use_after_free", "ensure_resource_availability"}


@contextmanager
def connection_stays() -> Iterator[None]:
    """A real server hands its connection back after each request; here all of it is one transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def send_odd(nordlys: Company, settings: Any) -> Callable[[int], None]:
    """How to send so many odd requests, spread over all endpoints, by a key that may do everything but erase."""
    settings.KUULE_API_PER_MINUTE = 0
    filled = furnish(nordlys.workspace)
    key = make_key(nordlys.workspace, scopes=[each for each in SCOPES if each != "contacts:erase"], name="Odd")
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]

    def send(requests: int) -> None:
        with connection_stays():
            schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
            every = [result.ok() for result in schema.get_all_operations()]
            for operation in every:
                _try(operation, max(1, requests // len(every)), filled, key, checks)

    return send


def _try(operation: object, examples: int, filled: dict[str, str], key: str, checks: list[object]) -> None:
    real = {"survey": int(filled["survey_id"]), "touchpoint": "delivery"}

    @given(case=operation.as_strategy())  # type: ignore[attr-defined]
    @hypothesis_settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(case: Case) -> None:
        # Half of the requests name something that is there.
        for name in case.path_parameters or {}:
            if name in filled and len(str(case.path_parameters[name])) % 2:
                case.path_parameters[name] = filled[name]
        # Only Kuule makes a cursor that it takes again: no description can say which.
        if case.query and "cursor" in case.query:
            case.query["cursor"] = ""
        if isinstance(case.body, dict) and len(str(case.body)) % 2:
            case.body |= {name: real[name] for name in real.keys() & case.body.keys()}
        case.call_and_validate(checks=checks, headers={"Authorization": f"Bearer {key}"})

    each()


def test_a_description_can_be_fuzzed(send_odd: Callable[[int], None]) -> None:
    send_odd(REQUESTS)
    assert len(operations()) > 30


@pytest.mark.soak
def test_twenty_thousand_odd_requests_break_nothing(send_odd: Callable[[int], None]) -> None:
    send_odd(10 * REQUESTS)
