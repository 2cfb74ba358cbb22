"""`kuule analyze`: the figures of a file on the terminal, as JSON, as a report. No server, no database, no home."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from kuule.analysis.as_json import json_text
from kuule.analysis.figures.analysing import analysis_of
from kuule.analysis.reading.answers import read_answers
from kuule.analysis.reading.request import Request
from kuule.analysis.refusals import RefusedError
from kuule.analysis.results import Analysis
from kuule.analysis.terminal.figures import clean
from kuule.analysis.terminal.page import show
from kuule.analysis.wording.files import unreadable_words
from kuule.analysis.wording.guesses import guess_line, source_line
from kuule.analysis.wording.refusals import refusal_words
from kuule.config.cli.ground import err, fail
from kuule.lib.tables import UnreadableTableError, open_table
from kuule.text.seeds import RejectedSeeds, ThemeSet, read_themes, starter_set

WRONG_USE = 2
# Refusals where the command is right, but the file does not show what it means.
GUESSES = frozenset({"no_score", "several_scores"})
INTERRUPTED = 130
USUAL_THEMES = "b2b"
# Where no terminal says how wide it is, such as in a file or a pipe.
PLAIN_WIDTH = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What to make of the figures besides the page on the terminal, which `json` replaces."""

    json: bool = False
    html: Path | None = None
    pdf: Path | None = None
    language: str = "en"


def analyze_file(path: Path, *, sheet: str, request: Request, outputs: Outputs) -> None:
    """Analyze a file and say what was found, or end the command with what keeps it from being read."""
    _refuse_wrong_use(path, request, outputs)
    with troubles_explained(path):
        with open_table(path, sheet=sheet) as table:
            analysis = analysis_of(read_answers(table, path.name, request), request)
        _write_reports(analysis, outputs)
        if not outputs.json:
            console = Console(highlight=False)
            console.width = console.width if console.is_terminal else PLAIN_WIDTH
            return show(analysis, console)
        for line in filter(None, (source_line(analysis.source), guess_line(analysis))):
            err.print(clean(line, 1000), markup=False)
        # Bytes, because a terminal in another encoding must not change what a program reads.
        return typer.echo(json_text(analysis).encode())


@contextmanager
def troubles_explained(path: Path, *, unreadable: int = 1) -> Iterator[None]:
    """Turn what keeps a file from being read into words and an exit code; `unreadable` where it is the file itself."""
    try:
        yield
    except UnreadableTableError as error:
        words = unreadable_words(error)
        fail(f"{path}: {clean(words.says, 2000)}", clean(words.mend, 2000), unreadable)
    except RefusedError as error:
        words = refusal_words(error)
        fail(words.says, words.mend, 1 if error.reason in GUESSES else WRONG_USE)
    except MemoryError:
        fail(f"{path}: There is not enough memory for this file.", "Keep only the columns you need, or split it.")
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def wanted_themes(*, asked: bool, name: str | None, seeds: Path | None) -> ThemeSet | None:
    """Return the themes to look for, those of services where none are named; or end the command with what is wrong."""
    if name and seeds:
        fail("--theme-set and --seeds both name themes.", "Choose one of them.", WRONG_USE)
    if seeds is None:
        return starter_set(name or USUAL_THEMES) if asked or name else None
    try:
        return read_themes(seeds.read_text(encoding="utf-8-sig"), source=str(seeds))
    except OSError as error:
        fail(f"{seeds} cannot be read: {error.strerror}.", "Check the name and the folder.", WRONG_USE)
    except UnicodeDecodeError:
        fail(f"{seeds} is no text in UTF-8.", "Save it in UTF-8.", WRONG_USE)
    except RejectedSeeds as error:
        fail(str(error), "docs/text-themes.md shows how to write themes.", WRONG_USE)


def _refuse_wrong_use(path: Path, request: Request, outputs: Outputs) -> None:
    if not 0 < request.confidence < 1:
        fail(f"--confidence lies between 0 and 1, not {request.confidence:g}.", "Write 0.95 for 95 %.", WRONG_USE)
    targets = [target for target in (outputs.html, outputs.pdf) if target]
    if len(targets) > 1 and targets[0].absolute() == targets[1].absolute():
        fail("--html and --pdf name the same file.", "Give each its own.", WRONG_USE)
    for target in targets:
        try:
            _refuse_bad_target(target, path)
        except OSError as error:
            fail(f"{target} cannot be written: {error.strerror}.", "Choose another place.")
    if targets:
        from kuule.analysis.language import languages

        if outputs.language not in languages():
            known = ", ".join(languages())
            fail(f"Kuule does not speak “{outputs.language}”.", f"Choose one of: {known}.", WRONG_USE)


def _refuse_bad_target(target: Path, source: Path) -> None:
    """End the command before any work is done if a report cannot be written there."""
    folder = target.absolute().parent
    if not folder.is_dir():
        fail(f"{target} cannot be written: there is no folder {folder}.", "Make it, or choose another.")
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        fail(f"{target} cannot be written: it is no file.", "Name a file.")
    if target.exists() and source.exists() and target.samefile(source):
        fail(f"{target} is the file to be analyzed.", "Choose another name for the report.", WRONG_USE)
    if not os.access(folder, os.W_OK):
        fail(f"{target} cannot be written: you may not write to {folder}.", "Choose another folder.")


def _write_reports(analysis: Analysis, outputs: Outputs) -> None:
    if not outputs.html and not outputs.pdf:
        return
    from kuule.analysis.language import speaking

    with speaking(outputs.language):
        if outputs.html:
            from kuule.analysis.report.html import html_report

            _write(outputs.html, html_report(analysis).encode())
        if outputs.pdf:
            from kuule.analysis.report.pdf import pdf_report

            _write(outputs.pdf, pdf_report(analysis))


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        fail(f"{target} could not be written: {error.strerror}.", "Free some space, or choose another place.")
    finally:
        draft.unlink(missing_ok=True)
    err.print(f"Written: {target}", markup=False)
