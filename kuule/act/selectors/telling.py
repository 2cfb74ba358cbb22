"""Who raised what an initiative is about, and what decides whether they are told what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from kuule.act.models import Case, IncomingLetter, Initiative, Telling
from kuule.act.rules import OPEN
from kuule.act.rules.telling import TO_TELL, TOLD_PERSON, Recipient, decide_to_tell, language_to_tell
from kuule.act.selectors.evidence import those_who_raised
from kuule.contacts.models import Contact
from kuule.contacts.selectors import suppressions_of
from kuule.dispatch.models import AskHold, Invitation
from kuule.dispatch.rules import ALLOW, HANDED_OVER, HOLD, Decision, Hold
from kuule.dispatch.selectors.people_to_ask import consenting, taken_out_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import FOLLOW_UP, NOT_USED
from kuule.workspaces.selectors import purposes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One person who raised it: what is decided about them, and the language in which they are told.

    `is_other_language` says that theirs is not written. `telling` is what became of it once the telling began.
    """

    contact: Contact
    response_id: int | None
    decision: Decision
    language: str
    is_other_language: bool
    telling: Telling | None = None

    @property
    def is_told(self) -> bool:
        """Tell whether they were told, or would be now."""
        return self.telling.state == TOLD_PERSON if self.telling else self.decision.verdict == ALLOW

    @property
    def is_waiting(self) -> bool:
        """Tell whether they are to be told, and were not yet."""
        return self.telling.state == TO_TELL if self.telling else self.decision.verdict == HOLD


class Recipients:
    """What decides about some people of a workspace, read at once, however many they are."""

    def __init__(self, workspace: Workspace, *, contact_ids: Sequence[int], now: datetime) -> None:
        self._workspace, self._ids, self._now = workspace, list(contact_ids), now
        self.contacts = {
            each.pk: each
            for each in Contact.objects.filter(workspace=workspace, pk__among=self._ids).select_related("account")
        }
        addresses = [each.email for each in self.contacts.values() if each.email]
        self._suppressed = suppressions_of(workspace, addresses=addresses)
        self._is_purpose = purposes_of(workspace)[FOLLOW_UP].basis != NOT_USED
        self._consenting = consenting(workspace, contact_ids=self._ids, purpose=FOLLOW_UP)
        self._taken_out = taken_out_of(workspace, contact_ids=self._ids)
        self._holds = self._live_holds()
        cases = Case.objects.filter(workspace=workspace, state=OPEN, contact__pk__among=self._ids)
        self._in_cases = set(cases.values_list("contact_id", flat=True))
        told = Telling.objects.filter(workspace=workspace, state=TOLD_PERSON, contact__pk__among=self._ids)
        self._told = dict(told.order_by().values_list("contact_id").annotate(Max("decided_at")))
        asked = Invitation.objects.filter(workspace=workspace, contact__pk__among=self._ids, asked_at__lte=now)
        self._asked = dict(asked.order_by().values_list("contact_id").annotate(Max("asked_at")))

    def of(self, contact: Contact, *, has_text: bool) -> Recipient:
        """Return what decides about one of them."""
        return Recipient(
            has_address=bool(contact.email),
            is_archived=contact.archived_at is not None,
            suppressed=self._suppressed.get(contact.email, ""),
            is_purpose=self._is_purpose,
            has_consent=self._consenting is None or contact.pk in self._consenting,
            is_taken_out=contact.pk in self._taken_out,
            has_text=has_text,
            has_open_case=contact.pk in self._in_cases,
            holds=self._holds.get(contact.pk, ()),
            told_at=self._told.get(contact.pk),
            asked_at=self._asked.get(contact.pk),
        )

    def note_told(self, contact: Contact) -> None:
        """Let the telling that goes out now count for the next one."""
        self._told[contact.pk] = self._now

    def _live_holds(self) -> dict[int, list[Hold]]:
        accounts = {each.account_id for each in self.contacts.values() if each.account_id is not None}
        live = AskHold.objects.filter(workspace=self._workspace, released_at=None, until__gt=self._now)
        concerned = live.filter(Q(contact__pk__among=self._ids) | Q(account__pk__among=sorted(accounts)))
        of_people: dict[int, list[Hold]] = {}
        of_accounts: dict[int, list[Hold]] = {}
        for contact, account, reason, until in concerned.values_list("contact_id", "account_id", "reason", "until"):
            place, key = (of_people, contact) if contact else (of_accounts, account)
            place.setdefault(key or 0, []).append(Hold(reason, until))
        return {
            pk: [*of_people.get(pk, ()), *of_accounts.get(each.account_id or 0, ())]
            for pk, each in self.contacts.items()
        }


def foreseen(initiative: Initiative, *, now: datetime) -> list[Foreseen]:
    """Return everybody who raised it, in the order of their names, and whether they are or would be told."""
    raised = those_who_raised(initiative)
    known = {each.contact_id: each for each in initiative.tellings.select_related("letter")}
    ids = sorted({*raised, *known})
    recipients = Recipients(initiative.workspace, contact_ids=ids, now=now)
    begun_at = initiative.telling_began_at or now
    found = []
    for contact in recipients.contacts.values():
        language, is_other = language_to_tell(
            contact.language, written=initiative.told, fallback=initiative.workspace.language
        )
        decision = decide_to_tell(recipients.of(contact, has_text=bool(language)), begun_at=begun_at, now=now)
        found.append(
            Foreseen(
                contact=contact,
                response_id=raised.get(contact.pk),
                decision=decision,
                language=language,
                is_other_language=is_other,
                telling=known.get(contact.pk),
            )
        )
    return sorted(found, key=lambda each: (each.contact.name_key, each.contact.pk))


def due_tellings(*, now: datetime) -> QuerySet[Telling]:
    """Return the people about whom is to be decided by now, those who wait longest first."""
    due = Telling.objects.filter(state=TO_TELL, look_at__lte=now)
    return due.select_related("initiative__workspace", "contact").order_by("look_at", "pk")


def telling_counts(initiative: Initiative) -> dict[str, int]:
    """Return how many were told, wait and were left out, and how many of the mails left, were opened and answered."""
    written = IncomingLetter.objects.filter(letter=OuterRef("letter"), is_automatic=False)
    return initiative.tellings.aggregate(
        told=Count("pk", filter=Q(state=TOLD_PERSON)),
        waiting=Count("pk", filter=Q(state=TO_TELL)),
        left_out=Count("pk", filter=~Q(state__in=(TO_TELL, TOLD_PERSON))),
        sent=Count("pk", filter=Q(letter__state=HANDED_OVER)),
        opened=Count("pk", filter=Q(letter__opened_at__isnull=False)),
        wrote_back=Count("pk", filter=Exists(written)),
    )
