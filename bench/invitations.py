"""Run beside Kuule's own settings: makes invitations whose links are known, or counts answers."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import HANDED_OVER, INVITED
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.auth import seal
from kuule.responses.models import Response
from kuule.surveys.selectors import published_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, register_user


@transaction.atomic
def invite(number: int) -> list[tuple[str, str]]:
    """Add contacts with properties, each with a mail that was sent; return the tokens and seals of their pages."""
    now = timezone.now()
    owner = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    workspace = found_workspace(name="Bench", slug="bench", owner=owner, actor=SYSTEM, now=now)
    survey = create_from_starter(workspace=workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    version = published_version(workspace, survey=survey)
    account = Account.objects.create(
        workspace=workspace, name="Account", name_key="account", properties={"industry": "Retail"}, created_at=now
    )
    tokens = [mint_token() for _ in range(number)]
    contacts = Contact.objects.bulk_create(
        Contact(
            workspace=workspace,
            account=account,
            name=f"Person {i}",
            name_key=f"person {i}",
            email=f"p{i}@bench.example",
            language="en",
            properties={"country": "FI", "seats": i},
            created_at=now,
        )
        for i in range(number)
    )
    invitations = Invitation.objects.bulk_create(
        Invitation(
            workspace=workspace,
            version=version,
            contact=contact,
            decision=INVITED,
            decided_at=now,
            language="en",
            asked_at=now,
            expires_at=now + timedelta(days=60),
        )
        for contact in contacts
    )
    Delivery.objects.bulk_create(
        Delivery(
            workspace=workspace,
            invitation=invitation,
            channel="email",
            state=HANDED_OVER,
            due_at=now,
            token_hash=hash_token(token),
            handed_over_at=now,
        )
        for invitation, token in zip(invitations, tokens, strict=True)
    )
    return [(token, seal(token, now)) for token in tokens]


if __name__ == "__main__":
    if sys.argv[1] == "count":
        print(Response.objects.filter(verbatim__startswith="The invoices").count())
    else:
        print(json.dumps(invite(int(sys.argv[1]))))
