"""What a file is and what was guessed about it, on one line each."""

from __future__ import annotations

from kuule.analysis.results import Analysis, Source

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# Parts of the guess that no option of the command overrules.
OTHERS = ("encoding", "delimiter", "header")


def source_line(source: Source) -> str:
    """Return name, rows and format of a file, and how it was read."""
    how = [source.encoding, DELIMITERS.get(source.delimiter, ""), f"sheet {source.sheet}" if source.sheet else ""]
    return " · ".join(part for part in (source.name, f"{source.rows:,} rows", source.format.upper(), *how) if part)


def guess_line(analysis: Analysis) -> str:
    """Return what was guessed and which options say otherwise; nothing where all was told."""
    source, scale = analysis.source, analysis.scale
    found = {
        "score": source.columns["score"],
        "comment": source.columns["comment"] or "none",
        "date": source.columns["date"] or "none",
        "scale": f"{scale.lowest}–{scale.highest}",
        "sheet": source.sheet,
    }
    said = ", ".join(f"{part} = {value}" for part, value in found.items() if part in source.guessed)
    options = ", ".join(f"--{part}" for part in found if part in source.guessed)
    others = ", ".join(part for part in OTHERS if part in source.guessed)
    told = f"Guessed: {said}. Say otherwise with {options}." if said else ""
    return f"{told} {f'Also guessed: {others}.' if others else ''}".strip()
