"""Real comments with scores and human themes, the oldest first; see `test_data` for where they lie."""

import csv

import numpy as np

TRAIN_SHARE = 0.7


def nhs_scored(folder):
    """Return comments of patients, and 1 where they would recommend (1 or 2 of 5), 0 where they would not (4 or 5)."""
    rows = [row for row in _rows(folder, "nhs_fft_dev.csv") if row["fft"] in "1245"]
    return _texts(rows, "comment"), np.array([float(row["fft"] in "12") for row in rows])


def nhs_themed(folder, names):
    """Return comments that people read, and for each of the named themes (columns) 1 where they saw it."""
    rows = [row for row in _rows(folder, "nhs_fft_dev.csv") if row["unlabelled"] == "False"]
    seen = [row["themes"].split("|") for row in rows]
    return _texts(rows, "comment"), np.array([[float(name in themes) for name in names] for themes in seen])


def finnish(folder):
    """Return sentences of subtitles, and 1 where people found them positive."""
    rows = _rows(folder, "xed_fi_dev.csv")
    return _texts(rows, "comment"), np.array([float(row["positive"]) for row in rows])


def _rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["comment"].strip() not in ("", "Did not answer")]


def _texts(rows, column):
    return [row[column] for row in rows]
