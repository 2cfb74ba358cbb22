"""`kuule certificate`: whether a file is whole, adds up, and still says what this installation counts."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kuule.config.cli.ground import err, fail, needs_django, out

certificates = typer.Typer(help="Certificates of figures.", no_args_is_help=True)

DIFFERENT, BROKEN = 1, 2
LARGEST = 5_000_000
FAULTS = {
    "not_json": "This is no certificate: it is not JSON.",
    "other_format": "This is no certificate of a kind that this version of Kuule knows.",
    "rewritten": "The file was written anew: its letters are not those that Kuule writes.",
    "seal_broken": "The file was changed: its seal (sha256) does not fit the rest of it.",
    "figures_differ": "The figures do not follow from the counts beside them.",
    "parts_differ": "The seals of the answers do not fit the counts of the scores.",
    "incomplete": "Parts of the certificate are missing.",
}


@certificates.callback()
def _group() -> None:
    """Certificates of figures."""


@certificates.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="The file of a certificate, as its page hands it out.")],
    offline: Annotated[
        bool, typer.Option("--offline", help="Look at the file alone, not into a database of this machine.")
    ] = False,
) -> None:
    """Check a certificate. Exit code 0: it holds. 1: the figure would differ today. 2: do not trust the file."""
    text = _read(file)
    from kuule.insight.rules.certificates import digest_of_text, faults_of

    faults = faults_of(text)
    if faults:
        for fault in faults:
            err.print(FAULTS[fault], style="bold red", markup=False)
        err.print("Ask whoever gave it to you for the file again, or open its link.", markup=False)
        raise typer.Exit(BROKEN)
    record = json.loads(text)
    _say_figure(record)
    out.print(f"The file is whole, and every figure follows from its counts. SHA-256: {digest_of_text(text)}")
    if offline:
        _only_file("The answers were not counted again.")
        return
    needs_django()
    _recount(record["uid"], digest_of_text(text))


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            fail(
                f"{file} is too large for a certificate.", "Name the file that the page of a certificate hands out.", 2
            )
        return file.read_bytes().decode()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.", "Check the name, and that you may read it.", BROKEN)
    except UnicodeDecodeError:
        fail(FAULTS["not_json"], "Name the file that the page of a certificate hands out.", BROKEN)


def _say_figure(record: dict[str, object]) -> None:
    figures, question = record["figures"], record["question"]
    assert isinstance(figures, dict)  # noqa: S101 - `faults_of` has looked at it
    assert isinstance(question, dict)  # noqa: S101
    words = ", ".join(str(value) for _name, value in question["words"])
    out.print(f"{record['workspace']}: {words}", markup=False)
    out.print(
        f"NPS {figures['score']:+.1f}, from {figures['lower']:+.1f} to {figures['upper']:+.1f}, "
        f"{figures['n']} answers, certified {record['made_at']} by Kuule {record['kuule']}.",
        markup=False,
    )


def _recount(uid: str, digest: str) -> None:
    from uuid import UUID

    from django.db import DatabaseError
    from django.utils import translation

    from kuule.insight.answers.certificates import recount
    from kuule.insight.selectors.certificates import certificate_by_uid
    from kuule.insight.templatetags.certificates import change_reason

    try:
        certificate = certificate_by_uid(UUID(uid))
    except DatabaseError:
        _only_file("No database of Kuule can be read here, so the answers could not be counted again.")
        return
    if certificate is None:
        _only_file("This installation did not make it, so the answers could not be counted again.")
        return
    if certificate.digest != digest:
        fail(
            "This installation made a certificate with this number, but another file.",
            "The file was changed and sealed anew. Take the one from the page of the certificate.",
            BROKEN,
        )
    found = recount(certificate)
    if found.is_same:
        out.print("Counted again from the answers of this installation: the same answers, the same figure.")
        return
    with translation.override("en"):
        reasons = [change_reason(reason) for reason in found.reasons]
    today = "cannot be counted" if found.figure is None else f"would be {_points(found.figure.value)}"
    out.print(f"Today the score {today}:", style="bold yellow", markup=False)
    for reason in reasons:
        out.print(f"- {reason}", markup=False)
    if found.scores:
        out.print(f"Scores whose answers differ: {', '.join(map(str, found.scores))}.", markup=False)
    raise typer.Exit(DIFFERENT)


def _only_file(why: str) -> None:
    out.print(why, markup=False)
    out.print("Compare the SHA-256 with the one on the page or the public link of the certificate.")


def _points(value: float | None) -> str:
    return "none" if value is None else f"{value:+.1f}"
