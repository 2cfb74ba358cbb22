"""What is known of many people at once that decides whether they are asked: a few queries, however many they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.contacts.selectors import contacts_matching, suppressions_of
from kuule.dispatch.models import AskHold, AskLimit, Delivery, Exclusion, FamilyPriority, Invitation, Turn
from kuule.dispatch.rules import (
    INVITED,
    OPEN_DELIVERY_STATES,
    RECENTLY_ASKED,
    Asked,
    Hold,
    Limit,
    Person,
    QuietHours,
    Reserved,
    limit_name,
    longest_memory,
)
from kuule.dispatch.rules.limits import ACCOUNT
from kuule.dispatch.rules.programmes import RUNNING
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CONSENT, SURVEY
from kuule.workspaces.selectors import purposes_of


class Addressee(NamedTuple):
    """One contact who may be asked: what a plan needs to know of them. `phone` may be no number that can be sent to."""

    id: int
    email: str
    language: str
    timezone: str
    account_id: int | None
    phone: str = ""
    preferred: str = ""
    quiet: QuietHours | None = None
    is_archived: bool = False

    @property
    def addresses(self) -> dict[str, str]:
        """Return where they can be reached, by channel: only numbers that say their country can be sent to."""
        known = {EMAIL: self.email, SMS: self.phone if self.phone.startswith("+") else ""}
        return {channel: address for channel, address in known.items() if address}


_COLUMNS = (
    *("pk", "email", "language", "timezone", "account_id", "phone"),
    *("preference__channel", "preference__quiet_from", "preference__quiet_until"),
)


def addressees(workspace: Workspace, *, audience: ContactFilter, after: int, limit: int) -> list[Addressee]:
    """Return the next people of an audience in the order of their ids, beginning behind the id `after`."""
    rows = contacts_matching(workspace, filter=audience).filter(pk__gt=after).order_by("pk")
    return [_addressee(*row) for row in rows.values_list(*_COLUMNS)[:limit]]


def addressees_with(workspace: Workspace, *, ids: Sequence[int]) -> dict[int, Addressee]:
    """Return these people by id, archived or not."""
    found = Contact.objects.filter(workspace=workspace, pk__in=ids).annotate(is_archived=Q(archived_at__isnull=False))
    return {row[0]: _addressee(*row) for row in found.values_list(*_COLUMNS, "is_archived")}


def _addressee(*row: Any) -> Addressee:
    pk, email, language, timezone, account_id, phone, channel, quiet_from, quiet_until, *archived = row
    quiet = QuietHours(quiet_from, quiet_until) if quiet_from is not None else None
    return Addressee(pk, email, language, timezone, account_id, phone, channel or "", quiet, any(archived))


def addressee_of(contact: Contact, *, is_archived: bool) -> Addressee:
    """Return what a plan needs to know of one contact, archived or taken as if not."""
    wishes = getattr(contact, "preference", None)
    plain = (contact.pk, contact.email, contact.language, contact.timezone, contact.account_id, contact.phone)
    kept = (wishes.channel, wishes.quiet_from, wishes.quiet_until) if wishes else ("", None, None)
    return _addressee(*plain, *kept, is_archived)


def limits_of(workspace: Workspace) -> list[Limit]:
    """Return what limits how often people are asked: the pause of the workspace, and what was set beside it."""
    pause = Limit(RECENTLY_ASKED, min_days=workspace.quarantine_days)
    others = AskLimit.objects.filter(workspace=workspace).order_by("pk")
    return [
        pause,
        *(
            Limit(
                limit_name(each.pk),
                subject=each.subject,
                family=each.family,
                channel=each.channel,
                min_days=each.min_days,
                most=each.most,
                period_days=each.period_days,
            )
            for each in others
        ),
    ]


def persons_to_ask(
    workspace: Workspace,
    *,
    people: Sequence[Addressee],
    limits: Sequence[Limit],
    now: datetime,
    going_out: Collection[int] = (),
) -> list[Person]:
    """Return what decides about each of these people, in their order. Lists of asks are shared within an account.

    Asks that wait to be handed over count, but not for those which are `going_out`, the ids of their invitations: the
    first to go goes, and counts for the others.
    """
    ids = [each.id for each in people]
    accounts = {each.account_id for each in people if each.account_id is not None}
    suppressions = suppressions_of(workspace, addresses=[to for each in people for to in each.addresses.values()])
    earlier = _invitations(workspace, limits, now, going_out)
    asked = _asks_of_people(earlier, ids, limits, now)
    of_accounts = _asks_of_accounts(earlier, accounts, limits, now)
    holds, holds_of_accounts = _holds(workspace, ids, accounts, now)
    consented = consenting(workspace, contact_ids=ids)
    taken_out = taken_out_of(workspace, contact_ids=ids)
    reserved = _reserved(workspace, ids, now)
    return [
        Person(
            reachable=tuple(each.addresses),
            preferred=each.preferred,
            blocked={channel: suppressions[to] for channel, to in each.addresses.items() if to in suppressions},
            is_archived=each.is_archived,
            has_consent=consented is None or each.id in consented,
            taken_out=taken_out.get(each.id, ""),
            asked=asked.setdefault(each.id, []),
            account_asked=of_accounts.setdefault(each.account_id, []) if each.account_id else [],
            holds=(*holds.get(each.id, ()), *holds_of_accounts.get(each.account_id or 0, ())),
            reserved=reserved.get(each.id, ()),
        )
        for each in people
    ]


def _reserved(workspace: Workspace, ids: Sequence[int], now: datetime) -> Mapping[int, list[Reserved]]:
    """Return when these people have their turn with the family of surveys that goes first, by person."""
    first = FamilyPriority.objects.filter(workspace=workspace).first()
    if first is None:
        return {}
    zone, ahead = ZoneInfo(workspace.timezone), timedelta(days=first.days)
    turns = Turn.objects.filter(
        programme__workspace=workspace,
        programme__state=RUNNING,
        programme__survey__family=first.family,
        contact_id__in=ids,
        next_on__gte=now.date() - timedelta(days=1),
    )
    found: dict[int, list[Reserved]] = {}
    for contact, day in turns.values_list("contact_id", "next_on"):
        assert day is not None  # noqa: S101
        begins = datetime.combine(day, time(), zone)
        found.setdefault(contact, []).append(Reserved(first.family, begins - ahead, begins + timedelta(days=1)))
    return found


def consenting(workspace: Workspace, *, contact_ids: Sequence[int], purpose: str = SURVEY) -> set[int] | None:
    """Return who of these people agreed to a purpose, by the property that says so; None where no consent is needed."""
    wanted = purposes_of(workspace)[purpose]
    if wanted.basis != CONSENT:
        return None
    people = Contact.objects.filter(workspace=workspace, pk__in=contact_ids)
    agreed = people.alias(agreed=KeyTransform(wanted.consent_property, "properties")).filter(agreed=True)
    return set(agreed.values_list("pk", flat=True))


def taken_out_of(workspace: Workspace, *, contact_ids: Sequence[int]) -> dict[int, str]:
    """Return who of these people was taken out of being asked, each with the reason that was given."""
    found = Exclusion.objects.filter(workspace=workspace, contact_id__in=contact_ids, lifted_at=None)
    return dict(found.values_list("contact_id", "reason"))


def _invitations(
    workspace: Workspace, limits: Sequence[Limit], now: datetime, going_out: Collection[int]
) -> QuerySet[Invitation]:
    # An invitation that still waits to be handed over is an ask of the moment when it will be: two plans never ask one
    # person twice.
    waiting = Delivery.objects.filter(invitation=OuterRef("pk"), state__in=OPEN_DELIVERY_STATES).order_by()
    due = waiting.values("invitation").annotate(due=Min("due_at")).values("due")
    invited = Invitation.objects.filter(workspace=workspace, decision=INVITED).annotate(due=Subquery(due))
    lately = Q(asked_at__gt=now - longest_memory(limits))
    if going_out:
        return invited.filter(lately).exclude(pk__in=going_out)
    return invited.filter(lately | Q(asked_at=None, due__isnull=False))


def _asks(invitations: QuerySet[Invitation], by: str, limits: Sequence[Limit], now: datetime) -> dict[int, list[Asked]]:
    at = Coalesce("asked_at", "due", Value(now, output_field=DateTimeField()))
    first = Delivery.objects.filter(invitation=OuterRef("pk")).order_by("pk").values("channel")[:1]
    channel: Any = Subquery(first) if any(each.channel for each in limits) else Value("")
    rows = invitations.annotate(at=at, on=channel).values_list(by, "at", "version__survey__family", "on")
    found: dict[int, list[Asked]] = {}
    for key, moment, family, on in rows.order_by():
        found.setdefault(key, []).append(Asked(moment, family, on or ""))
    return found


def _asks_of_people(
    earlier: QuerySet[Invitation], ids: Sequence[int], limits: Sequence[Limit], now: datetime
) -> dict[int, list[Asked]]:
    return _asks(earlier.filter(contact_id__in=ids), "contact_id", limits, now)


def _asks_of_accounts(
    earlier: QuerySet[Invitation], accounts: set[int], limits: Sequence[Limit], now: datetime
) -> dict[int, list[Asked]]:
    if not accounts or not any(each.subject == ACCOUNT for each in limits):
        return {}
    colleagues = earlier.filter(contact__account_id__in=accounts)
    return _asks(colleagues.annotate(of=F("contact__account_id")), "of", limits, now)


def _holds(
    workspace: Workspace, ids: Sequence[int], accounts: Iterable[int], now: datetime
) -> tuple[Mapping[int, list[Hold]], Mapping[int, list[Hold]]]:
    live = AskHold.objects.filter(workspace=workspace, released_at=None, until__gt=now)
    concerned = live.filter(Q(contact_id__in=ids) | Q(account_id__in=list(accounts)))
    of_people: dict[int, list[Hold]] = {}
    of_accounts: dict[int, list[Hold]] = {}
    for contact, account, reason, until in concerned.values_list("contact_id", "account_id", "reason", "until"):
        place, key = (of_people, contact) if contact else (of_accounts, account)
        place.setdefault(key, []).append(Hold(reason, until))
    return of_people, of_accounts
