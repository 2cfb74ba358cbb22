"""What the columns of files about money can become, and what a good line says: pure."""

from dataclasses import dataclass
from typing import Any

from kuule.contacts.rules.rows import PersonRow
from kuule.lib.ids import digest_of

ROW_ID, DAY, KIND, AMOUNT, MARGIN, CURRENCY, PRODUCT = (
    "row_id",
    "day",
    "kind",
    "amount",
    "margin",
    "currency",
    "product",
)
STARTS_ON, ENDS_ON, VALUE, OUTCOME, DECIDED_ON = "starts_on", "ends_on", "yearly_value", "outcome", "decided_on"
HAPPENED_AT, AT_RANDOM, NOTE, ORIGIN = "happened_at", "at_random", "note", "origin"
RATE, BASE, INTO, INTO_ID = "rate", "base", "into", "into_id"

# Amounts of files that say theirs in the currency of the company stand in our own files too; imports leave them out.
CONVERTED, CONVERTED_MARGIN = "Converted by Kuule", "Margin converted by Kuule"

# Whether the comma of a number such as 1,234 parts thousands or begins the decimals.
THOUSANDS, DECIMALS = "thousands", "decimals"
# What the values of contracts are for.
YEAR, MONTH, WHOLE = "year", "month", "whole"
MONTHS_IN_A_YEAR, DAYS_IN_A_YEAR = 12, "365.25"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What keeps a line out: a kind of problem, the column, and what belongs to the wording."""

    reason: str
    target: str = ""
    value: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What a good line says. `key` is its id in the file, "" where it has none; then `content` stands for it."""

    line: int
    told: Any
    key: str = ""
    content: str = ""

    @property
    def person(self) -> PersonRow:
        """Return whose it is."""
        who: PersonRow = self.told.who
        return who


def content_key(content: str, number: int) -> str:
    """Return the id of a line that has none: made of what it says, and of how many said so before it in the file."""
    return f"content:{digest_of(content, str(number))}"
