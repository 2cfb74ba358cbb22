"""Names that are known are masked in comments, besides what is masked in any."""

from collections.abc import Mapping, Sequence
from typing import Any

from kuule.contacts.selectors.naming import names_among
from kuule.insight.services.comments.reader import MARKS
from kuule.insight.templatetags.comments import unmarked
from kuule.text.masking import masked, personal_spans
from kuule.workspaces.models import Workspace


def without_names(workspace: Workspace, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return comments without the names of the people and accounts that they came from."""
    people, accounts = names_among(
        workspace,
        contacts=[row["contact"] for row in rows if row["contact"]],
        accounts=[row["account"] for row in rows if row["account"]],
    )
    return [
        {**row, "comment": _masked(row["comment"], [people.get(row["contact"], ""), accounts.get(row["account"], "")])}
        for row in rows
    ]


def _masked(text: str | None, names: Sequence[str]) -> str | None:
    return text and unmarked(masked(text, personal_spans(text, names=names), MARKS))
