import re
from pathlib import Path

import pytest

from kuule.workspaces.rules import PERMISSIONS, ROLES, is_allowed

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


@pytest.mark.any_database
def test_the_documented_table_is_the_table() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text().splitlines()]
    header = next(row for row in rows if row[0] == "Permission")
    documented = {
        row[0].strip("`"): {role for role, may in zip(header[2:], row[2:], strict=True) if may == "yes"}
        for row in rows
        if re.fullmatch(r"`\w+`", row[0])
    }
    assert tuple(header[2:]) == ROLES
    assert documented == {name: set(roles) for name, roles in PERMISSIONS.items()}


@pytest.mark.any_database
def test_every_permission_is_held_by_owners_and_an_unknown_one_is_a_mistake() -> None:
    assert all(is_allowed("owner", permission) for permission in PERMISSIONS)
    assert not any(is_allowed("guest", permission) for permission in PERMISSIONS)
    with pytest.raises(KeyError):
        is_allowed("owner", "fly")
