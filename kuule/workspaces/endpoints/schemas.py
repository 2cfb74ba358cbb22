"""What every endpoint may answer with, as its description shows it."""

from uuid import UUID

from ninja import Schema


class FieldProblem(Schema):
    """One field that cannot be used: where it is, a code that stays the same, and words for a person."""

    field: str
    code: str
    detail: str


class Problem(Schema):
    """What went wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class ToldItem(Schema):
    """What became of one thing that was told: `created`, `repeated`, `changed`, or `refused` because of its errors."""

    status: str
    id: str
    uid: UUID | None
    errors: list[FieldProblem] = []
