from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from kuule.demo.services import seed_demo
from kuule.workspaces.models import Workspace

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Workspace]:
    """The demo company, told once for all tests of a module: it takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed_demo(now=NOW)
        yield Workspace.objects.get(slug="demo")
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: Workspace, db: None) -> Workspace:
    """The demo company, for a test that may change it."""
    return seeded
