"""What the tests of this room share: a browser without a session, and a clean count of failed sign-ins."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    # allauth counts requests in the cache, which outlives the database of a test.
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def stranger() -> Client:
    """Somebody who is not signed in."""
    return Client()
