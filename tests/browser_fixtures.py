"""What tests in a real browser share: Debian's Chromium, axe, and a database that its server may ask meanwhile."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, Playwright

# Playwright's loop runs in the thread of the test; Django would otherwise refuse to ask the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of the system, without its windows if it comes so: no browser is downloaded."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: see CONTRIBUTING.md on how to install it.")
    # Frames of another origin live in a process of their own, as they do with people; without windows one has to ask.
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox", "--site-per-process"]}


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Playwright; while its loop runs Django holds a connection of its own, which nobody could close afterwards."""
    yield playwright
    connection.close()


@pytest.fixture(scope="session")
def axe_finds_nothing() -> Callable[[Page], None]:
    """Return a check that fails with axe's findings on the page as it is now."""
    axe = Axe()

    def check(page: Page) -> None:
        findings = axe.run(page)
        assert findings.violations_count == 0, findings.generate_report()

    return check
