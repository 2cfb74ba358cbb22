"""What owners of accounts believe their accounts would say: of whom a guess is wanted, and what came true."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Turn
from kuule.insight.models import Guess, GuessMail, GuessPlan
from kuule.insight.query import Query
from kuule.insight.rules import GUESS_COUNTS_FOR, GUESS_STAYS_FRESH, GUESSES_A_WEEK, MAIL_DUE
from kuule.insight.selectors.matching import responses_matching
from kuule.workspaces.models import Member, Workspace

SOON = timedelta(days=14)


def workspaces_that_guess() -> QuerySet[Workspace]:
    """Return the workspaces in which owners are asked every week."""
    return Workspace.objects.filter(pk__in=GuessPlan.objects.filter(is_on=True).values("workspace")).order_by("pk")


def guesses_are_asked(workspace: Workspace) -> bool:
    """Tell whether owners are asked every week."""
    return GuessPlan.objects.filter(workspace=workspace, is_on=True).exists()


def owners_of_accounts(workspace: Workspace) -> QuerySet[Member]:
    """Return the members who can be asked: they own an account, and can sign in."""
    owned = Account.objects.filter(workspace=workspace, owner=OuterRef("pk"), archived_at=None)
    found = Member.objects.filter(Exists(owned), workspace=workspace, user__is_active=True)
    return found.select_related("user", "workspace").order_by("pk")


def accounts_to_guess(member: Member, *, now: datetime) -> list[Account]:
    """Return a few accounts of a member of which no fresh guess is known, by name.

    Those whose people are asked soon are among them first, which the order does not tell: owners do not know when
    their customers are asked.
    """
    people = Contact.objects.filter(account=OuterRef("pk"), archived_at=None)
    fresh = Guess.objects.filter(account=OuterRef("pk"), guessed_at__gt=now - GUESS_STAYS_FRESH)
    soon = Turn.objects.filter(contact__account=OuterRef("pk"), next_on__lte=(now + SOON).date())
    owned = Account.objects.filter(workspace_id=member.workspace_id, owner=member, archived_at=None)
    wanted = owned.filter(~Exists(fresh), Exists(people)).annotate(is_soon=Exists(soon))
    chosen = wanted.order_by("-is_soon", "name_key", "pk")[:GUESSES_A_WEEK]
    return sorted(chosen, key=lambda account: (account.name_key, account.pk))


def accounts_on_page(member: Member, *, now: datetime, named: Sequence[int] = ()) -> list[Account]:
    """Return the accounts to guess, and those of a member's that they name: a guess can be corrected."""
    wanted = accounts_to_guess(member, now=now)
    known = {account.pk for account in wanted}
    others = Account.objects.filter(
        workspace_id=member.workspace_id, owner=member, archived_at=None, pk__in=list(named)
    )
    return [*wanted, *(each for each in others.order_by("name_key", "pk") if each.pk not in known)]


def due_guess_mails(*, now: datetime, limit: int) -> list[GuessMail]:
    """Return mails to owners that are to be sent."""
    due = GuessMail.objects.filter(state=MAIL_DUE, due_at__lte=now)
    return list(due.select_related("workspace", "member__user").order_by("due_at", "pk")[:limit])


class Guessed(NamedTuple):
    """A guess, and one answer that came after it."""

    account_id: int
    team_id: int | None
    member_id: int | None
    answered_at: datetime
    guess: int
    score: int


def guesses_that_came_true(query: Query, *, member: Member | None = None) -> list[Guessed]:
    """Return the answers that a query means and that somebody had guessed, the oldest first; of one member if given.

    The guess that counts is the last one about the account before the answer, for half a year.
    """
    earlier = Guess.objects.filter(
        workspace_id=query.workspace_id,
        account=OuterRef("account"),
        guessed_at__lt=OuterRef("answered_at"),
        guessed_at__gt=OuterRef("answered_at") - GUESS_COUNTS_FOR,
    ).order_by("-guessed_at", "-pk")
    answers = responses_matching(query).filter(account__isnull=False)
    known = answers.filter(account__in=Guess.objects.filter(workspace_id=query.workspace_id).values("account"))
    guessed = known.annotate(
        guess=Subquery(earlier.values("score")[:1]), guessed_by=Subquery(earlier.values("member")[:1])
    ).filter(guess__isnull=False)
    guessed = guessed.filter(guessed_by=member.pk) if member else guessed
    columns = ("account_id", "account__team_id", "guessed_by", "answered_at", "guess", "score")
    rows: Sequence[tuple[int, int | None, int | None, datetime, int, int]] = list(
        guessed.order_by("answered_at", "pk").values_list(*columns)
    )
    return [Guessed(*row) for row in rows]


def guess_count(workspace: Workspace) -> int:
    """Return how many guesses there are."""
    return Guess.objects.filter(workspace=workspace).count()
