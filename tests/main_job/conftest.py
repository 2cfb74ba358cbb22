"""What both stories of the main job begin with: a Kuule of their own, and its first member signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page

from tests.main_job.installation import Installation, installation

PASSWORD = "kettle-lantern-42"


@pytest.fixture(scope="module")
def kuule(tmp_path_factory: pytest.TempPathFactory, move_in: Callable[[Path], None]) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("home")
    # From nothing at all `tests/config/test_up.py` starts, and on PostgreSQL this does.
    if connection.vendor == "sqlite":
        move_in(home)
    with installation(home) as running:
        yield running


@pytest.fixture
def desk(kuule: Installation, page: Page) -> Page:
    """The browser of Leena, who has just made the workspace Skies United."""
    page.goto(kuule.kuule("setup-link").strip())
    page.get_by_label("Company name").fill("Skies United")
    page.get_by_label("Short name in addresses").fill("skies")
    page.get_by_label("Your name").fill("Leena Lead")
    page.get_by_label("Your e-mail address").fill("leena@skies.example")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Open the workspace").click()
    page.wait_for_url("**/w/skies/**")
    return page
