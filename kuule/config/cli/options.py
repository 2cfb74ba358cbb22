"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

WorkspaceSlug = Annotated[str, typer.Option("--workspace", help="Short name of the workspace, as in its address.")]
PersonNumber = Annotated[int | None, typer.Option(metavar="ID", help="Number of the person, as in the address.")]
PersonAddress = Annotated[str, typer.Option(metavar="ADDRESS", help="Their e-mail address.")]


class ScaleChoice(StrEnum):
    """The scales that a score can be on."""

    ZERO_TO_TEN = "0-10"
    ONE_TO_FIVE = "1-5"
    ONE_TO_SEVEN = "1-7"


class ThemeSetChoice(StrEnum):
    """The themes that Kuule brings."""

    SERVICES = "b2b"
    SOFTWARE = "software"
    SHOPS = "retail"
    HEALTH = "health"


class SuppressionReason(StrEnum):
    """Why an address must not be written to."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BY_HAND = "by_hand"


class MoneyExport(StrEnum):
    """What of the money can be taken out."""

    LEDGER = "ledger"
    CONTRACTS = "contracts"
    EVENTS = "customer_events"
    ORIGINS = "origins"


class MoneyKind(StrEnum):
    """The files about money."""

    LEDGER = "ledger"
    CONTRACTS = "contracts"
    EVENTS = "customer_events"
    ORIGINS = "origins"
    RATES = "rates"
    MERGES = "account_merges"
