"""The page for analysts: every command in it runs on the file in it, and says what the page says."""

import csv
import json
import re
import shlex
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from kuule.analysis.wording.notes import NOTES
from kuule.config.cli import app

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "analyze.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^kuule (analyze .*)$", PAGE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the file of the page in three formats."""
    text = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)[1]
    rows = list(csv.reader(text.splitlines()))
    (tmp_path / "answers.csv").write_text(text, encoding="utf-8")
    book = xlsxwriter.Workbook(tmp_path / "answers.xlsx")
    sheet = book.add_worksheet("May")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(tmp_path / "answers.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_has_commands():
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(folder, command):
    done = CliRunner().invoke(app, shlex.split(command.replace("2>/dev/null", "")))
    assert done.exit_code == 0, done.stderr


def test_every_format_gives_the_same_figures(folder):
    found = []
    for name in ("answers.csv", "answers.xlsx", "answers.parquet"):
        figures = json.loads(CliRunner().invoke(app, ["analyze", name, "--by", "plan", "--json"]).stdout)
        del figures["source"]
        found.append(figures)
    assert found[0] == found[1] == found[2]
    assert (found[0]["n"], found[0]["missing"], found[0]["invalid"]) == (7, 1, 1)


def test_every_key_and_warning_is_explained(folder):
    told = ["analyze", "answers.csv", "--by", "plan", "--drivers", "plan", "--json"]
    found = json.loads(CliRunner().invoke(app, told).stdout)
    parts = (found, found["source"], found["groups"][0], found["trend"][0], found["drivers"][0], found["driver_fit"])
    keys = {*(key for part in parts for key in part), *map(str, NOTES)}
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE] == []
