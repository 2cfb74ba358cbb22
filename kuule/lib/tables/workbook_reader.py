"""Reads one sheet of a workbook into CSV; run as a program of its own by `workbooks.py`.

A sheet with one cell in each corner asks for a table of 17 billion cells. That must not end the program which wants to
read it: this one has a limit of memory, and dies instead. It imports nothing of Kuule, so that it starts at once.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import python_calamine as calamine


def main(path: str, sheet: str, target: str, memory: int) -> dict[str, Any]:
    """Write the rows of a sheet to `target`; return which sheet it was, or a `reason` why not."""
    _limit_memory(memory)
    try:
        workbook = calamine.load_workbook(path)
        sheets = [each.name for each in workbook.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        if sheet and sheet not in sheets:
            sheet = next((name for name in sheets if name.casefold() == sheet.casefold()), "")
            if not sheet:
                return {"reason": "unknown_sheet", "sheets": sheets}
        for name in [sheet] if sheet else _visible_first(workbook, sheets):
            if _written(workbook.get_sheet_by_name(name), Path(target)):
                return {"sheet": name, "sheets": sheets}
        return {"reason": "empty" if sheets else "no_sheet"}
    except calamine.PasswordError:
        return {"reason": "encrypted"}
    except calamine.CalamineError:
        return {"reason": "broken"}


def _limit_memory(size: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _visible_first(workbook: calamine.CalamineWorkbook, sheets: list[str]) -> list[str]:
    seen = {each.name for each in workbook.sheets_metadata if each.visible == calamine.SheetVisibleEnum.Visible}
    return sorted(sheets, key=lambda name: name not in seen)


def _written(sheet: calamine.CalamineSheet, target: Path) -> bool:
    """Write the rows, blank ones as blank lines so that all keep their numbers; return whether any is not blank."""
    has_rows = False
    with target.open("w", encoding="utf-8", errors="replace", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        for row in sheet.iter_rows():
            cells = [as_text(cell) for cell in row]
            if any(cells):
                has_rows = True
                out.writerow(cells)
            else:
                opened.write("\n")
    return has_rows


def as_text(cell: object) -> str:
    """Return a cell as people write it: 10.0 is 10, a day is 2026-11-20."""
    if isinstance(cell, str):
        return cell.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))))
