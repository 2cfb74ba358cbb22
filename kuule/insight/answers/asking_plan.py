"""Whom to ask so that every role of every account is heard: who, why, and who cannot be asked now."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import AccountFilter
from kuule.contacts.rules import CONTACT_ROLES
from kuule.dispatch.models import CoverageSettings
from kuule.dispatch.rules import ALLOW, Wish
from kuule.dispatch.selectors import Addressee, Deliberation
from kuule.insight.answers.account_coverage import AccountHeard, coverage_now, heard_since
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.account_coverage import accounts_with
from kuule.insight.selectors.moves import last_scores, newcomers
from kuule.insight.selectors.plan_people import Candidate, candidates, people_taken_out
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace

# So many accounts are planned at once, those worth most first, and so many of a role are proposed: one may be silent.
ACCOUNTS_AT_ONCE = 50
OF_A_ROLE = 3

# Why somebody is in the plan.
ADVOCATE, MISSING_ROLE, ANY_VOICE, BY_HAND = "advocate", "missing_role", "any_voice", "by_hand"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody whom the plan proposes, and why; `last_asked_at` None is never."""

    contact: Contact
    reason: str
    last_asked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """What the plan does for one account; `others` can be added, `held_back` cannot be asked now, by rule."""

    account: Account
    heard: AccountHeard
    people: Sequence[Proposed]
    others: Sequence[Contact]
    held_back: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPlan:
    """The whole plan. `more` accounts that lack a voice come after these; `taken_out` is by whom how many were."""

    accounts: Sequence[AccountPlan]
    more: int
    taken_out: Sequence[tuple[str, int]]

    @property
    def ready(self) -> list[AccountPlan]:
        """Return the accounts in which somebody can be asked now."""
        return [each for each in self.accounts if each.people]

    @property
    def waiting(self) -> list[AccountPlan]:
        """Return the accounts in which nobody can be asked now."""
        return [each for each in self.accounts if not each.people]

    @property
    def people(self) -> list[int]:
        """Return the ids of all who are proposed."""
        return [each.contact.pk for account in self.accounts for each in account.people]

    @property
    def taken_out_total(self) -> int:
        """Return how many people of these accounts were taken out."""
        return sum(n for _who, n in self.taken_out)


def asking_plan(
    workspace: Workspace,
    *,
    settings: CoverageSettings,
    filter: AccountFilter,  # noqa: A002
    by_hand: Collection[int],
    now: datetime,
) -> AskingPlan:
    """Plan whom to ask now, for the accounts of a segment that lack a voice. Whoever is added `by_hand` is in it too.

    Whether somebody can be asked is the one decision that sending makes, in the order of the plan.
    """
    lacking = coverage_now(workspace, settings=settings, filter=filter, now=now).incomplete
    shown = lacking[:ACCOUNTS_AT_ONCE]
    ids = [each.account_id for each in shown]
    found = candidates(workspace, account_ids=ids, since=heard_since(settings, now))
    choosing = _Choosing(workspace, found, newcomers(workspace, account_ids=ids), by_hand, now)
    accounts = accounts_with(workspace, account_ids=ids)
    return AskingPlan(
        accounts=[choosing.for_account(accounts[each.account_id], each) for each in shown],
        more=len(lacking) - len(shown),
        taken_out=people_taken_out(workspace, account_ids=ids),
    )


class _Choosing:
    """Chooses people account by account; whoever is chosen counts as asked for the limits of those who follow."""

    def __init__(
        self,
        workspace: Workspace,
        found: Sequence[Candidate],
        moved: Collection[int],
        by_hand: Collection[int],
        now: datetime,
    ) -> None:
        self._now, self._by_hand = now, set(by_hand)
        self._by_account: dict[int, list[Candidate]] = {}
        for each in found:
            self._by_account.setdefault(each.contact.account_id or 0, []).append(each)
        scores = last_scores(workspace, contact_ids=list(moved))
        self._advocates = {pk for pk, score in scores.items() if score in GROUPS["promoter"]}
        self._addressees = {each.contact.pk: _addressee(each.contact) for each in found}
        self._deliberation = Deliberation(workspace, now=now)
        self._persons = self._deliberation.known(list(self._addressees.values()))

    def for_account(self, account: Account, heard: AccountHeard) -> AccountPlan:
        """Return the plan for one account: advocates who moved here first, then by role, longest not asked first."""
        held_back: Counter[str] = Counter()
        chosen: list[Proposed] = []
        of_role: Counter[str] = Counter()
        rest: list[Contact] = []
        here = self._by_account.get(account.pk, [])
        for each in sorted(here, key=lambda one: self._place(one, heard)):
            reason = self._reason(each, heard)
            role = each.contact.role
            if not reason or (reason in (MISSING_ROLE, ANY_VOICE) and of_role[role] >= OF_A_ROLE):
                rest.append(each.contact)
                continue
            decision = self._deliberation.about(
                self._addressees[each.contact.pk], self._persons[each.contact.pk], Wish(RELATIONSHIP), at=self._now
            )
            if decision.verdict != ALLOW:
                held_back[decision.rule] += 1
                continue
            of_role[role] += 1
            chosen.append(Proposed(each.contact, reason, each.last_asked_at))
        return AccountPlan(account=account, heard=heard, people=chosen, others=rest, held_back=dict(held_back))

    def _place(self, each: Candidate, heard: AccountHeard) -> tuple[int, int]:
        order = (BY_HAND, ADVOCATE, MISSING_ROLE, ANY_VOICE, "")
        role = each.contact.role
        return order.index(self._reason(each, heard)), CONTACT_ROLES.index(role) if role else len(CONTACT_ROLES)

    def _reason(self, each: Candidate, heard: AccountHeard) -> str:
        if each.contact.pk in self._by_hand:
            return BY_HAND
        if each.contact.pk in self._advocates:
            return ADVOCATE
        if each.contact.role in heard.missing:
            return MISSING_ROLE
        return ANY_VOICE if not heard.is_heard and not heard.missing else ""


def _addressee(contact: Contact) -> Addressee:
    return Addressee(contact.pk, contact.email, contact.language, contact.timezone, contact.account_id)
