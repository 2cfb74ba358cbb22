"""`kuule text` as an analyst runs it: what it prints, and what it says when it cannot."""

import json

import pytest
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.text.embedding import NoEmbedder

SEEDS = """
[[theme]]
key = "waiting"
name.en = "Waiting"
seeds.en = ["wait*"]

[[theme]]
key = "staff"
name.en = "Staff"
seeds.en = ["nurse*"]
"""
FIGURES = {"auc", "accuracy", "ece", "n_train", "n_test", "texts_per_second"}


def run(*command):
    return CliRunner().invoke(app, ["text", *map(str, command)])


def answer(*command):
    done = run(*command)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def refusal(*command):
    done = run(*command)
    assert done.exit_code == 2, (done.stdout, done.stderr)
    assert not done.stdout
    return done.stderr


@pytest.fixture
def file(tmp_path):
    """Write comments with a label each; those of one kind are alike, and both kinds come in turn."""

    def write(good, bad, passive=None, count=150):
        lines = ["said,label,seen,day"]
        for place in range(count):
            lines.append(f"kind nurse number {place},{good},staff,{place % 28 + 1}.2.2026")
            lines.append(f"I had to wait for {place},{bad},Waiting|other,{place % 28 + 1}.2.2026")
            if passive is not None:
                lines.append(f"it was so so,{passive},other,{place % 28 + 1}.2.2026")
        path = tmp_path / "comments.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def seeds(tmp_path):
    path = tmp_path / "seeds.toml"
    path.write_text(SEEDS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("good", "bad", "passive", "options"),
    [
        ("10", "0", "7", ()),
        ("9.0", "6", "8", ()),
        ("1", "0", None, ()),
        ("5", "2", "4", ()),
        ("great", "awful", None, ("--positive", "Great")),
        ("1", "5", None, ("--positive", "1.0")),
    ],
)
def test_sentiment_is_tried_on_later_comments(file, good, bad, passive, options):
    found = answer("evaluate", file(good, bad, passive), "--text", "said", "--label", "label", *options)

    assert found.keys() == FIGURES
    assert found["auc"] > 0.9
    # Passives are learned from, but not tried.
    assert found["n_train"] == (315 if passive else 210)
    assert found["n_test"] == 90
    assert found["texts_per_second"] > 0


def test_a_number_of_comments_or_another_file_can_be_learned_from(file, tmp_path):
    path = file("1", "0")
    later = tmp_path / "later.csv"
    later.write_text("said,label\nkind nurse,1\nI had to wait,0\n")

    by_count = answer("evaluate", path, "--text", "said", "--label", "label", "--train-count", 250)
    by_file = answer("evaluate", later, "--text", "said", "--label", "label", "--train", path)

    assert (by_count["n_train"], by_count["n_test"]) == (250, 50)
    assert (by_file["n_train"], by_file["n_test"], by_file["auc"]) == (300, 2, 1.0)


def test_comments_are_put_in_order_first(file):
    path = file("1", "0")

    # By label, all that is left to try it on is of one side.
    said = refusal("evaluate", path, "--text", "said", "--label", "label", "--order-by", "label")
    assert "all of one side" in said
    assert answer("evaluate", path, "--text", "said", "--label", "label", "--order-by", "day")["n_train"] == 210


@pytest.mark.parametrize(
    ("good", "bad", "options", "words"),
    [
        ("good", "bad", (), "are no scores"),
        ("good", "bad", (), "--positive good"),
        ("good", "bad", ("--positive", "goood"), "No label is “goood”."),
        ("good", "bad", ("--positive", "goood"), "good, bad"),
        ("1", "0", ("--train-share", "1.5"), "between 0 and 1"),
        ("1", "0", ("--train-share", "0"), "between 0 and 1"),
        ("1", "0", ("--train-share", "nan"), "between 0 and 1"),
        ("1", "0", ("--train-count", "300"), "nothing to try it on"),
        ("1", "0", ("--train-count", "100"), "At least 200 are needed"),
        ("1", "1", (), "all of one side"),
        ("", "", (), "No line has a comment and a label"),
        ("1", "0", ("--order-by", "dey"), "Did you mean “day”?"),
        ("1", "0", ("--train", "nowhere.csv"), "There is no such file."),
        ("1", "0", ("nowhere.csv",), "Name one file"),
    ],
)
def test_what_cannot_be_is_said_in_words(file, good, bad, options, words):
    assert words in refusal("evaluate", file(good, bad), "--text", "said", "--label", "label", *options)


def test_a_missing_file_and_column_are_named(file, tmp_path):
    assert "There is no such file." in refusal("evaluate", tmp_path / "no.csv", "--text", "a", "--label", "b")
    assert "There is no column “sad”. Did you mean “said”?" in refusal(
        "evaluate", file("1", "0"), "--text", "sad", "--label", "label"
    )


def test_themes_are_compared_with_what_people_saw(file, seeds):
    found = answer("themes", file("1", "0"), "--text", "said", "--seeds", seeds, "--labels", "seen")

    assert [theme["key"] for theme in found["themes"]] == ["waiting", "staff"]
    assert all(theme["auc"] == 1 and theme["n"] == theme["found"] == 45 for theme in found["themes"])
    assert (found["mean_auc"], found["mean_average_precision"]) == (1, 1)
    assert (found["n_train"], found["n_test"]) == (210, 90)


def test_themes_are_found_where_nobody_labelled(file, seeds):
    found = answer("themes", file("1", "0"), "--text", "said", "--seeds", seeds)

    assert found["themes"] == [{"key": "waiting", "found": 45}, {"key": "staff", "found": 45}]


def test_labels_that_are_no_themes_are_shown(file, seeds):
    said = refusal("themes", file("1", "0"), "--text", "said", "--seeds", seeds, "--labels", "day")

    assert "such as “waiting”; one is “1.2.2026”" in said


def test_themes_of_a_wrong_file_are_refused(file, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[theme]]\nkey = 1")

    assert "wrong.toml, theme 1, key" in refusal("themes", file("1", "0"), "--text", "said", "--seeds", wrong)


def test_meanings_need_the_embedder(file, monkeypatch):
    monkeypatch.setattr("kuule.config.cli.text_trials.installed_embedder", lambda: NoEmbedder("not_installed"))

    said = refusal("evaluate", file("1", "0"), "--text", "said", "--label", "label", "--model", "embed")

    assert "kuule[embed] is not installed." in said
    assert "--model base" in said


def test_meanings_are_read_where_the_embedder_is(file):
    options = ("--text", "said", "--label", "label", "--model", "embed", "--train-count", 100)
    found = answer("evaluate", file("1", "0", count=54), *options)

    assert (found["n_train"], found["n_test"]) == (100, 8)
    assert found["auc"] > 0.9


def test_the_finnish_and_the_british_file_reach_what_the_docs_say(test_data):
    finnish = answer(
        "evaluate", test_data / "xed_fi_dev.csv", "--text", "comment", "--label", "positive", "--train-count", 2000
    )
    british = answer(
        *("evaluate", test_data / "nhs_fft_dev.csv", "--text", "comment", "--label", "fft"),
        *("--positive", "1", "2", "--order-by", "date"),
    )

    assert (finnish["n_train"], finnish["n_test"]) == (2_000, 7_000)
    assert finnish["auc"] >= 0.73
    assert british["auc"] > 0.72
    assert british["ece"] < 0.08
