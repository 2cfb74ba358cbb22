"""Exports as the API takes and gives them."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from kuule.act.api.bodies import RowId, Text, Told


class PeopleMeant(Told):
    """Which people are meant. Empty asks nothing; the rest must all hold."""

    search: Text = Field("", max_length=200)
    role: Literal["", "decision_maker", "influencer", "user"] = ""
    language: Text = Field("", max_length=12)
    account_id: RowId | None = None
    team_id: RowId | None = None
    property_key: Text = Field("", max_length=200)
    property_value: Text = Field("", max_length=1_000)
    group: Literal["", "customer", "employee", "partner", "attendee", "helped"] = ""


class ExportIn(Told):
    """What is taken out, and how."""

    kind: Text = Field(
        max_length=40, description="people, answers, ledger, contracts, customer-events, origins or panel."
    )
    format: Literal["csv", "xlsx", "parquet"] = "csv"
    query: dict[Text, Text] = Field(
        {}, max_length=50, description="Of answers: what a page has in its address after the question mark."
    )
    everything: bool = Field(False, description="Of answers: those of every survey, counted or not.")
    people: PeopleMeant | None = Field(None, description="Of people: which are meant.")
    archived: bool = Field(False, description="Of people: with those who are archived, where no filter is set.")


class ExportOut(Schema):
    """A file that is made or was made. It is kept for seven days; `file` is null while there is none."""

    id: int
    kind: str
    format: str
    state: Literal["draft", "waiting", "running", "done", "failed", "cancelled"]
    done: int
    total: int | None
    percent: int | None
    rows: int | None
    bytes: int | None
    error: str
    created_at: datetime
    finished_at: datetime | None
    file: str | None


class ExportPage(Schema):
    """Some exports, and where the next begin; null at the end."""

    exports: list[ExportOut]
    next_cursor: str | None
