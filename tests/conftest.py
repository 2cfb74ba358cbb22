"""What every test can ask for: a moment, two companies, and the people who work in them."""

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, RequestContext, Template
from django.test import Client, override_settings
from django.utils.safestring import SafeString
from hypothesis import settings as hypothesis_settings

from kuule.responses.services.anonymous import panel_of
from kuule.workspaces.models import Member, User, Workspace
from kuule.workspaces.rules import ANALYST, FRONTLINE, MANAGER, OWNER, VIEWER

pytest_plugins = ["tests.browser_fixtures", "tests.databases"]

# How fast something is depends on what else the machine does: `make bench` measures it, tests do not. In CI the same
# commit gets the same verdict every time, as hypothesis itself advises; at a desk each run looks at other examples.
_IS_CI = bool(os.environ.get("CI"))
# SQLite has the search for examples; on PostgreSQL some of them show that it is no different.
_EXAMPLES = 15 if os.environ.get("KUULE_DATABASE_URL") else 25
hypothesis_settings.register_profile("quick", deadline=None, max_examples=_EXAMPLES, derandomize=_IS_CI)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=400, derandomize=_IS_CI)
hypothesis_settings.load_profile("quick")

PASSWORD = "kettle-lantern-42"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


WITHOUT_DATABASE = {"stats", "text", "analysis", "lib", "ui"}
# What takes longest: whoever begins with it does not wait for it at the end. The third needs no database, so that it
# runs while the first makes that for all.
LONG = (
    "workspaces/test_doors.py",
    "pages/test_every_page.py",
    "config/test_up.py",
    "main_job/test_main_job.py",
    "config/test_safety.py",
    "act/test_year.py",
    "dispatch/test_crash.py",
    "insight/test_counting.py",
    "demo/test_tour.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what no database takes part in once, not once per kind of database, and begin with what takes longest."""
    if not os.environ.get("KUULE_DATABASE_URL"):
        theirs = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=theirs)
        items[:] = [item for item in items if item not in theirs]
    for item in items:
        asks_one = item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(item.fixturenames)
        if item.path.parent.name in WITHOUT_DATABASE and not asks_one:
            item.add_marker(pytest.mark.any_database)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    file = f"{item.path.parent.name}/{item.path.name}"
    return LONG.index(file) if file in LONG else len(LONG)


@pytest.fixture
def now() -> datetime:
    """A Friday morning."""
    return NOW


@pytest.fixture(scope="session", autouse=True)
def _quick(django_test_environment: None) -> Iterator[None]:
    # Argon2 is slow on purpose; what it protects is not what these tests look at. WhiteNoise would look through all
    # static files for each client that a test makes.
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], WHITENOISE_AUTOREFRESH=True
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _only_whole_pages_are_noted(django_test_environment: None) -> Iterator[None]:
    # Django's own instrument copies the context of each of the hundreds of parts of a page: a fifth of all time.
    instrumented = Template._render

    def render(template: Template, context: Context) -> SafeString:
        is_page = isinstance(context, RequestContext) and context.template is template
        return instrumented(template, context) if is_page else template.nodelist.render(context)

    Template._render = render
    yield
    Template._render = instrumented


@pytest.fixture(autouse=True)
def _fresh_panels() -> None:
    # Each test has other people under the same ids.
    panel_of.cache_clear()


@pytest.fixture(autouse=True)
def _own_files(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.KUULE_HOME = tmp_path / "home"
    # The engine is a process of its own, which does not see what a test has not committed; its own tests ask it.
    settings.KUULE_ANALYTICS_URL = "off"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        # Pages take static files from their sources, not from the last collection of them.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def make_workspace(name: str, slug: str) -> Workspace:
    return Workspace.objects.create(
        name=name,
        slug=slug,
        hash_key=secrets.token_bytes(32),
        postal_address="Storgata 1, Oslo",
        sender_email="survey@nordlys.example",
        created_at=NOW,
    )


def make_member(workspace: Workspace, name: str, role: str) -> Member:
    user = User.objects.create_user(f"{name.lower()}@{workspace.slug}.example", PASSWORD, name=name, created_at=NOW)
    return Member.objects.create(workspace=workspace, user=user, role=role, created_at=NOW)


@dataclass
class Company:
    """A workspace with one member per role."""

    workspace: Workspace
    alice: Member  # owner
    bob: Member  # manager
    anna: Member  # analyst
    frida: Member  # frontline
    vera: Member  # viewer

    @property
    def members(self) -> list[Member]:
        return [self.alice, self.bob, self.anna, self.frida, self.vera]


def make_company() -> Company:
    """Make the company that most tests happen in: Nordlys Energy, with Alice, Bob, Anna, Frida and Vera."""
    workspace = make_workspace("Nordlys Energy", "nordlys")
    people = {"Alice": OWNER, "Bob": MANAGER, "Anna": ANALYST, "Frida": FRONTLINE, "Vera": VIEWER}
    return Company(workspace, *(make_member(workspace, name, role) for name, role in people.items()))


def make_charlie() -> Member:
    """Make the owner of another company on the same installation."""
    return make_member(make_workspace("Other Ltd", "other"), "Charlie", OWNER)


def client_of(member: Member) -> Client:
    """Return a browser-like client in which a member is signed in."""
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def nordlys(db: None) -> Company:
    """Nordlys Energy."""
    return make_company()


@pytest.fixture
def charlie(db: None) -> Member:
    """The stranger."""
    return make_charlie()


@pytest.fixture
def sign_in() -> Callable[[Member], Client]:
    """How a member signs in."""
    return client_of


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder with real data that is not committed; CI must have it."""
    folder = os.environ.get("KUULE_TEST_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.fail("Set KUULE_TEST_DATA to the folder with the real data files (see CONTRIBUTING.md).")
    return Path(folder)
