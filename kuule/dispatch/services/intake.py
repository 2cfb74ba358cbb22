"""Reading what other systems tell: every fault is named with its field, and nothing is kept of what is refused."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError

from kuule.contacts.rules.faults import Fault
from kuule.contacts.services.intake import AccountTold, Line, PersonTold, Properties, Strict, faults_of, row_of
from kuule.dispatch.rules.occurrences import CLOCKS_MAY_DIFFER, Told

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class OccurrenceTold(Strict):
    """Something that happened at a touchpoint."""

    id: Line = Field("", description="Your own id of what happened. Told twice, it is recorded once.")
    happened_at: datetime | None = Field(None, description="When, with a time zone; else it is your company's. Or now.")
    person: PersonTold
    account: AccountTold = Field(default_factory=AccountTold)
    properties: Properties = Field(
        default_factory=dict, description="What there is to know about it: texts, numbers, true or false."
    )


def read_told(raw: Any, *, zone: ZoneInfo, now: datetime) -> Told | Sequence[Fault]:
    """Return what one item tells, or all its faults."""
    try:
        told = OccurrenceTold.model_validate(raw)
    except ValidationError as error:
        return faults_of(error)
    happened_at = None if told.happened_at is None else moment_told(told.happened_at, zone, now, earliest=EARLIEST)
    if isinstance(happened_at, str):
        return [Fault("happened_at", happened_at)]
    return Told(told.id, row_of(told.person, told.account), happened_at, told.properties)


def moment_told(moment: datetime, zone: ZoneInfo, now: datetime, *, earliest: datetime) -> datetime | str:
    """Return a moment in UTC, in the zone of the workspace where it names none; or the code of what is odd about it."""
    try:
        told = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return "long_ago"
    if told > now + CLOCKS_MAY_DIFFER:
        return "in_the_future"
    return "long_ago" if told < earliest else told
