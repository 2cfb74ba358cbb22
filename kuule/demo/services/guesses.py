"""Owners of accounts guess what these would say, before they say it."""

from collections import defaultdict
from datetime import datetime, timedelta

from kuule.contacts.models import Account
from kuule.demo.rules import chance
from kuule.demo.services.company import Company
from kuule.insight.services import keep_guesses
from kuule.workspaces.models import Member

# Twice, each time about most of their accounts: how well one guesses is seen over time.
ROUNDS = (timedelta(days=330), timedelta(days=175))
GUESSES = 0.8
# Who sells believes the best.
SCORES = {4: 1, 6: 2, 7: 4, 8: 9, 9: 10, 10: 4}


def guess_ahead(company: Company, *, now: datetime) -> None:
    """Keep what owners believed of their accounts."""
    owned: dict[Member, list[Account]] = defaultdict(list)
    for account in Account.objects.filter(workspace=company.workspace, owner__isnull=False).select_related("owner"):
        if account.owner is not None:
            owned[account.owner].append(account)
    for ago in ROUNDS:
        for member, accounts in owned.items():
            luck = chance("guesses", f"{member.user.email} {ago.days}")
            guesses = {
                account.pk: luck.choices(list(SCORES), list(SCORES.values()))[0]
                for account in sorted(accounts, key=lambda each: each.name_key)
                if luck.random() < GUESSES
            }
            keep_guesses(member=member, guesses=guesses, now=now - ago)
