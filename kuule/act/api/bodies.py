"""What bodies of this room have in common."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from kuule.act.rules import LONGEST_REASON
from kuule.act.rules.cases import LONGEST_WORDS
from kuule.insight.rules import EARLIEST_DAY, LATEST_DAY

LARGEST_ID = 2**63 - 1


def _storable(text: str) -> str:
    return text.replace("\0", "")


Text = Annotated[str, AfterValidator(_storable)]
Words = Annotated[Text, Field(max_length=LONGEST_WORDS)]
Line = Annotated[Text, Field(max_length=LONGEST_REASON)]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Day = Annotated[date, Field(ge=EARLIEST_DAY, le=LATEST_DAY)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, description="In the company's currency.")]
Member = Annotated[Text, Field(max_length=254, description="The e-mail address or the id of a member.")]
By = Annotated[
    Text,
    Field(
        max_length=254,
        description="The e-mail address or the id of the member in whose name it is done. Empty: the program itself.",
    ),
]


class Told(Schema):
    """A body that has no field but its own."""

    model_config = ConfigDict(extra="forbid")


class Act(Told):
    """Something done, in whose name."""

    by: By = ""


class Decision(Act):
    """Something decided on a case as it was read."""

    seen: int | None = Field(
        None,
        ge=0,
        le=LARGEST_ID,
        description="`seen` of the case as it was read. If somebody decided something since, the answer is 409.",
    )
