"""Asking owners what their accounts would say, before they say it: nothing that is sent to customers waits for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import translation

from kuule.contacts.models import Account
from kuule.insight.channels import mail_guesses
from kuule.insight.models import Guess, GuessMail, GuessPlan
from kuule.insight.rules import (
    GUESS_SAID_ONCE,
    MAIL_DUE,
    MAIL_FAILED,
    MAIL_SENDING,
    MAIL_SENT,
    MOST_TRIES,
    SCORES,
    asks_for_guesses,
)
from kuule.insight.selectors.guesses import accounts_to_guess, owners_of_accounts
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

AGAIN = timedelta(minutes=15)


@transaction.atomic
def set_guessing(*, workspace: Workspace, is_on: bool, actor: Actor, now: datetime) -> None:
    """Ask the owners of accounts every week from now on, or no more. Twice the same does nothing."""
    plan, _made = GuessPlan.objects.get_or_create(workspace=workspace, defaults={"changed_at": now})
    if GuessPlan.objects.filter(pk=plan.pk).exclude(is_on=is_on).update(is_on=is_on, changed_at=now):
        act = "guesses_begun" if is_on else "guesses_stopped"
        record(workspace=workspace, actor=actor, act=act, subject=workspace, now=now)


@transaction.atomic
def keep_guesses(*, member: Member, guesses: Mapping[int, int], now: datetime) -> int:
    """Keep what a member believes of accounts: account id to score. Return how many were kept.

    What is not an account of theirs, or no score, is left out: a page may be older than a change of owner. So is what
    they said just before: a tap and the button after it are one guess. No audit line: a guess is its own record, and
    what members believe is nobody's to look through.
    """
    owned = Account.objects.filter(workspace_id=member.workspace_id, owner=member, pk__in=list(guesses))
    lately = Guess.objects.filter(member=member, account__in=owned, guessed_at__gt=now - GUESS_SAID_ONCE)
    said = dict(lately.order_by("guessed_at", "pk").values_list("account_id", "score"))
    kept = [
        Guess(
            workspace_id=member.workspace_id, account=account, member=member, score=guesses[account.pk], guessed_at=now
        )
        for account in owned
        if guesses[account.pk] in SCORES and said.get(account.pk) != guesses[account.pk]
    ]
    return len(Guess.objects.bulk_create(kept))


@transaction.atomic
def ask_owners(*, workspace: Workspace, now: datetime) -> int:
    """Plan the mails of this week to owners with accounts to guess. Return how many are new. Repeating adds none."""
    local = now.astimezone(ZoneInfo(workspace.timezone))
    if not asks_for_guesses(local):
        return 0
    week = local.date()
    asked = set(GuessMail.objects.filter(workspace=workspace, week=week).values_list("member_id", flat=True))
    wanted = [
        GuessMail(workspace=workspace, member=member, week=week, due_at=now)
        for member in owners_of_accounts(workspace).exclude(pk__in=asked)
        if accounts_to_guess(member, now=now)
    ]
    return len(GuessMail.objects.bulk_create(wanted, ignore_conflicts=True))


def send_guess_mail(*, mail: GuessMail, link: str, now: datetime) -> str | None:
    """Send one mail that is due and return the state it is in now; None when it is another worker's.

    `link` is where its member can guess without signing in.

    A mail of which nobody knows whether it left is not sent again: the next Monday comes.
    """
    mine = GuessMail.objects.filter(pk=mail.pk, state=MAIL_DUE)
    if not mine.update(state=MAIL_SENDING, attempts=F("attempts") + 1):
        return None
    member, accounts = mail.member, accounts_to_guess(mail.member, now=now)
    if not accounts:
        return _settle(mail, MAIL_SENT)
    with translation.override(member.user.language or mail.workspace.language):
        is_sent = mail_guesses(workspace=mail.workspace, user=member.user, accounts=accounts, link=link)
    if is_sent:
        return _settle(mail, MAIL_SENT)
    if mail.attempts + 1 >= MOST_TRIES:
        return _settle(mail, MAIL_FAILED)
    GuessMail.objects.filter(pk=mail.pk).update(state=MAIL_DUE, due_at=now + AGAIN)
    return MAIL_DUE


def _settle(mail: GuessMail, state: str) -> str:
    GuessMail.objects.filter(pk=mail.pk).update(state=state)
    return state
