"""Every address of Kuule, tried as every role, as a member of another workspace, and signed out.

The addresses come from the resolver, so a page that is added tomorrow is tried tomorrow. A new page of a workspace
needs `@member_page(...)`; a new page outside of workspaces must be named below, with a thought about who may see it;
a new kind of object in an address needs a maker in `objects.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from kuule.config.places import PLACES
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import PERMISSIONS, is_allowed
from tests.conftest import NOW, Company, client_of, make_charlie, make_company, make_workspace
from tests.workspaces.objects import MAKERS, VALUES

SignIn = Callable[[Member], Client]

# Open to the world: they hold nothing of a workspace, or a secret in the address opens them.
OPEN = {
    "home",
    "setup",
    "join",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "answer",
    "answer_about",
    "answer_thanks",
    "answer_withdraw",
    "confirm_answer",
    "shared_answer",
    "shared_about",
    "shared_thanks",
    "widget_script",
    "widget_may",
    "widget_answers",
    "widget_not_now",
    "kiosk",
    "kiosk_worker",
    "kiosk_answers",
    "kiosk_plain",
    "kiosk_about",
    "kiosk_thanks",
    "code_answer",
    "code_about",
    "link_answer",
    "link_about",
    "message_link",
    "case_pass",
    "stop_surveys",
    "not_now",
    "mail_reports",
    "incoming_mail",
    "letter_answer",
    "letter_stop",
    "guess_by_link",
    "pulse_by_link",
    "certificate_public",
    "certificate_public_file",
    "text_replies",
    "hook_occurrences",
    # A key opens what is behind these; the description of the API is open.
    "api-root",
    "mcp",
    "openapi-json",
    "api_unknown",
    # So it does here, as Delighted's keys did.
    "delighted_people",
    "delighted_person",
    "delighted_pending",
    "delighted_answers",
    "delighted_answer",
    "delighted_metrics",
    "delighted_unsubscribes",
    "delighted_bounces",
    "delighted_autopilot",
    "delighted_members",
    "delighted_unknown",
    "healthz",
    "readyz",
}
# For whoever is signed in, about themselves.
PERSONAL = {"profile", "workspace_list", "account_change_password"}

STAFF = "w/<slug:slug>/"
# Opened by keys, not by people: tests/api tries each of these with every scope and as a stranger.
KEYS = "api/v1/"
LOGIN = "/account/login/?next="
CHANGING = ("post", "put", "patch", "delete")
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass(frozen=True)
class Door:
    """An address as the resolver knows it."""

    name: str
    route: str
    view: Callable[..., HttpResponse]
    parts: frozenset[str]

    @property
    def permission(self) -> str:
        return getattr(self.view, "permission", "")

    @property
    def change_permission(self) -> str:
        return getattr(self.view, "change_permission", "")

    def address(self, workspace: Workspace, things: Workspace) -> str:
        """Return the page's address in a workspace, naming objects of the workspace `things`."""
        unknown = self.parts - MAKERS.keys() - VALUES.keys()
        if unknown:
            pytest.fail(f"{self.route}: add a maker for {', '.join(sorted(unknown))} to tests/workspaces/objects.py")
        objects = {part: MAKERS[part](things) for part in sorted(self.objects)}
        return reverse(self.name, kwargs={"slug": workspace.slug, **self.values, **objects})

    @property
    def objects(self) -> frozenset[str]:
        return self.parts & MAKERS.keys()

    @property
    def values(self) -> dict[str, str]:
        return {part: VALUES[part] for part in self.parts & VALUES.keys()}


def doors(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Door]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, route)
        else:
            parts = frozenset(pattern.pattern.converters or pattern.pattern.regex.groupindex)
            yield Door(pattern.name or "", route, pattern.callback, parts - {"slug"})


EVERY_DOOR = list(doors())
STAFF_DOORS = [door for door in EVERY_DOOR if door.route.startswith(STAFF)]
each_door = pytest.mark.parametrize("door", STAFF_DOORS, ids=lambda door: door.name or door.route)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail when a statement inside writes to any table."""
    writes: list[str] = []

    def look(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.lstrip().upper().startswith(WRITING):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
    assert not writes


@dataclass(frozen=True)
class Town:
    """Two companies, and by whose session each member is signed in."""

    nordlys: Company
    charlie: Member
    sessions: Mapping[int, str]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """What hundreds of tests start from, made once; each of them takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            nordlys, charlie = make_company(), make_charlie()
            people = [*nordlys.members, charlie]
            sessions = {member.pk: client_of(member).session.session_key for member in people}
        yield Town(nordlys, charlie, sessions)
        transaction.set_rollback(True)


@pytest.fixture
def nordlys(town: Town, db: None) -> Company:
    return town.nordlys


@pytest.fixture
def charlie(town: Town, db: None) -> Member:
    return town.charlie


@pytest.fixture
def sign_in(town: Town) -> SignIn:
    """Return a browser-like client that was signed in before."""

    def client_with_session(member: Member) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = town.sessions[member.pk]
        return client

    return client_with_session


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_address_is_of_a_workspace_or_known_to_be_open() -> None:
    others = {door.name or door.route for door in EVERY_DOOR if not door.route.startswith((STAFF, KEYS))}
    unknown = others - OPEN - PERSONAL
    assert not unknown, f"Decide who may open {sorted(unknown)}: put them under {STAFF}, or name them in this file."


def test_every_page_of_a_workspace_names_its_permissions() -> None:
    careless = [
        door.route
        for door in STAFF_DOORS
        if door.permission not in PERMISSIONS or door.change_permission not in PERMISSIONS
    ]
    assert not careless, f"Decorate their views with @member_page: {careless}"
    assert STAFF_DOORS


@each_door
def test_a_page_opens_for_those_who_may_and_reading_writes_nothing(
    door: Door, nordlys: Company, sign_in: SignIn
) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    for member in nordlys.members:
        client = sign_in(member)
        with nothing_written():
            response = client.get(address)
        if is_allowed(member.role, door.permission):
            assert response.status_code in (200, 204, 302, 304, 405), (member.role, response.status_code)
            assert "/account/login/" not in response.headers.get("Location", "")
        else:
            assert response.status_code == 403, (member.role, response.status_code)


@pytest.mark.any_database
@each_door
def test_a_page_takes_nothing_from_those_who_may_not(door: Door, nordlys: Company, sign_in: SignIn) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    # The door asks who it is before what is wanted: of one role all ways to change something show that.
    ways = CHANGING
    for member in nordlys.members:
        if not is_allowed(member.role, door.change_permission):
            client = sign_in(member)
            with nothing_written():
                answers = {way: getattr(client, way)(address).status_code for way in ways}
            assert set(answers.values()) == {403}, (member.role, answers)
            ways = ("post",)


@pytest.mark.any_database
@each_door
def test_a_workspace_does_not_exist_for_those_outside(
    door: Door, nordlys: Company, charlie: Member, sign_in: SignIn
) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    client = sign_in(charlie)
    with nothing_written():
        answers = [getattr(client, method)(address).status_code for method in ("get", "post", "delete")]
    assert set(answers) == {404}


@pytest.mark.any_database
@each_door
def test_whoever_is_signed_out_is_asked_to_sign_in(door: Door, nordlys: Company) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    with nothing_written():
        answers = [Client().get(address), Client().post(address)]
    for response in answers:
        assert response.status_code == 302
        assert response.headers["Location"].startswith(LOGIN + address)


@pytest.mark.any_database
@each_door
def test_a_person_who_was_switched_off_is_out(door: Door, nordlys: Company, sign_in: SignIn) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    client = sign_in(nordlys.alice)
    type(nordlys.alice.user).objects.update(is_active=False)
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "door", [door for door in STAFF_DOORS if door.objects], ids=lambda door: door.name or door.route
)
def test_objects_of_another_workspace_do_not_exist_here(
    door: Door, nordlys: Company, charlie: Member, sign_in: SignIn
) -> None:
    foreign = door.address(nordlys.workspace, charlie.workspace)
    client = sign_in(nordlys.alice)
    with nothing_written():
        answers = [getattr(client, method)(foreign).status_code for method in ("get", "post")]
    assert 404 in answers
    assert set(answers) <= {404, 405}


@pytest.mark.soak
@pytest.mark.parametrize(
    "door", [door for door in STAFF_DOORS if door.objects], ids=lambda door: door.name or door.route
)
def test_numbers_that_nothing_has_are_not_found(door: Door, nordlys: Company, sign_in: SignIn) -> None:
    client = sign_in(nordlys.alice)
    for number in (0, 2**31, 2**63):
        objects = {part: UUID(int=number) if part == "uid" else number for part in door.objects}
        address = reverse(door.name, kwargs={"slug": "nordlys", **door.values, **objects})
        answers = [getattr(client, method)(address).status_code for method in ("get", "post")]
        assert set(answers) <= {404, 405}


@pytest.mark.soak
@pytest.mark.any_database
@each_door
def test_a_form_from_another_site_is_refused(door: Door, nordlys: Company) -> None:
    address = door.address(nordlys.workspace, nordlys.workspace)
    client = Client(enforce_csrf_checks=True)
    client.force_login(nordlys.alice.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    with nothing_written():
        assert client.post(address).status_code == 403


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_personal_pages_need_somebody(name: str, nordlys: Company, sign_in: SignIn) -> None:
    address = reverse(name)
    assert Client().get(address).headers["Location"].startswith(LOGIN + address)
    assert sign_in(nordlys.vera).get(address).status_code == 200


def test_the_menu_leads_only_where_a_member_may_go(nordlys: Company, sign_in: SignIn) -> None:
    needed = {door.name: door.permission for door in STAFF_DOORS}
    assert {place.pages[0]: place.permission for place in PLACES} == {
        place.pages[0]: needed[place.pages[0]] for place in PLACES
    }
    for member in nordlys.members:
        page = sign_in(member).get("/w/nordlys/").content.decode()
        assert ('href="/w/nordlys/settings/"' in page) == is_allowed(member.role, "see_members")


def test_an_unknown_workspace_is_not_found(nordlys: Company, sign_in: SignIn) -> None:
    make_workspace("Third", "third")
    for slug in ("third", "nobody", "NORDLYS"):
        assert sign_in(nordlys.alice).get(f"/w/{slug}/settings/").status_code == 404
