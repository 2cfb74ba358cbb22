"""What tests of an analysis start from: a file made of text, and what is found in it."""

import pytest

from kuule.analysis.figures.analysing import analysis_of
from kuule.analysis.reading.answers import read_answers
from kuule.analysis.reading.request import Request
from kuule.lib.tables import open_table


@pytest.fixture
def analysed(tmp_path):
    """Analyze a text as the command would; keywords are what the analyst asks."""

    def analyse(text, **request):
        path = tmp_path / "answers.csv"
        path.write_text(text, encoding="utf-8")
        asked = Request(**request)
        with open_table(path) as table:
            return analysis_of(read_answers(table, path.name, asked), asked)

    return analyse


@pytest.fixture
def notes_in():
    """Return the codes of what an analysis notes about its file."""
    return lambda analysis: {note.code: dict(note.details) for note in analysis.notes}
