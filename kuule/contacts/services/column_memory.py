"""What the columns of files became: the next file with the same headers starts with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kuule.contacts.models import ColumnMemory
from kuule.contacts.rules.columns import ColumnMapping, is_problem_header
from kuule.workspaces.models import Workspace


def remember_mapping(*, workspace: Workspace, kind: str, mapping: ColumnMapping, now: datetime) -> None:
    """Remember what the columns of a file became, in place of what was remembered of such files before."""
    kept = replace(mapping, columns=tuple(each for each in mapping.columns if not is_problem_header(each.header)))
    ColumnMemory.objects.update_or_create(
        workspace=workspace,
        kind=kind,
        headers_hash=_headers_hash(mapping),
        defaults={"mapping": kept.as_json(), "used_at": now},
    )


def recalled_mapping(
    *, workspace: Workspace, kind: str, guessed: ColumnMapping, options: Mapping[str, str]
) -> ColumnMapping | None:
    """Return what these columns became the last time, or None. What was chosen for this file already stays so.

    The column that we add to lines that are to be mended does not count, wherever it stands.
    """
    found = ColumnMemory.objects.filter(workspace=workspace, kind=kind, headers_hash=_headers_hash(guessed)).first()
    if found is None:
        return None
    remembered = ColumnMapping.from_json(found.mapping)
    rest = iter(remembered.columns)
    columns = [
        each if is_problem_header(each.header) else replace(next(rest), header=each.header) for each in guessed.columns
    ]
    return guessed.with_columns(columns, {**remembered.options, **options})


def _headers_hash(mapping: ColumnMapping) -> str:
    headers = [each.header.casefold() for each in mapping.columns if not is_problem_header(each.header)]
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()
