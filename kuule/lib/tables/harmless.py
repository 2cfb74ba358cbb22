"""Cells that a spreadsheet program must not take for formulas, and the way back."""

import re

# Tab and line breaks before a formula are passed over by some programs, and the wide signs count as narrow ones.
BEGINNINGS = frozenset("'=+-@\t\r\n＝＋－＠")
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MASKED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def harmless(cell: str) -> str:
    """Return a cell that no program takes for a formula: an apostrophe goes before one that could be.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("'t Hooft"), harmless("2-1")
    ("'=1+1", "''=1+1", "'t Hooft", '2-1')
    """
    return f"'{cell}" if cell[:1] in BEGINNINGS and _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return what a cell was before `harmless`; any other cell as it is.

    >>> plain("'=1+1"), plain("''=1+1"), plain("'t Hooft")
    ('=1+1', "'=1+1", "'t Hooft")
    """
    return cell[1:] if _MASKED.match(cell) else cell
