"""Run beside Kuule's own settings: fills two workspaces with people and times pages of their lists."""

import json
import os
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.db import transaction
from django.test import Client
from django.utils import timezone

from kuule.contacts.models import Account, Contact
from kuule.contacts.services.search_text import index_contact
from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, register_user

BATCH = 5_000
TIMES = 7
ROLES = ("decision_maker", "influencer", "user")
LANGUAGES = ("en", "fi", "sv", "de")
now = timezone.now()


def fill(owner: User, slug: str, number: int) -> None:
    """Add people in as many accounts as a hundredth of them; one in 50,000 is from Norway."""
    workspace = found_workspace(name=slug, slug=slug, owner=owner, actor=SYSTEM, now=now)
    accounts = Account.objects.bulk_create(
        Account(workspace=workspace, name=f"Account {i}", name_key=f"account {i}", created_at=now)
        for i in range(max(1, number // 100))
    )
    for start in range(0, number, BATCH):
        with transaction.atomic():
            Contact.objects.bulk_create(
                _person(workspace, accounts[i % len(accounts)], i) for i in range(start, min(start + BATCH, number))
            )


def _person(workspace: Workspace, account: Account, i: int) -> Contact:
    person = Contact(
        workspace=workspace,
        account=account,
        name=f"Person {i}",
        name_key=f"person {i}",
        email=f"p{i}@{workspace.slug}.example",
        role=ROLES[i % 3],
        language=LANGUAGES[i % 4],
        properties={"country": "Norway" if i % 50_000 == 7 else "Finland"},
        created_at=now,
    )
    index_contact(person, account)
    return person


def seconds(client: Client, address: str) -> float:
    """Return the median time of one page."""
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = client.get(address, headers={"Host": "localhost"})
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}.")
    return statistics.median(times)


if __name__ == "__main__":
    many, few, pages = int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    someone = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    fill(someone, "many", many)
    fill(someone, "few", few)
    browser = Client()
    browser.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {
        name: [seconds(browser, f"/w/{slug}/contacts/{query}") for slug in ("many", "few")]
        for name, query in pages.items()
    }
    print(json.dumps(found))
