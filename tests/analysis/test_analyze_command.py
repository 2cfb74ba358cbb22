"""`kuule analyze` as an analyst runs it: what it prints, what it writes, and what it says when it cannot."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from kuule import stats
from kuule.analysis.guessing.scales import SCALES
from kuule.analysis.wording.files import BROKEN, FILES, unreadable_words
from kuule.config.cli import app
from kuule.config.cli.main import ScaleChoice
from kuule.lib.tables import UnreadableTableError

FILE = (
    "date,score,comment,plan\n"
    "2026-11-20,9,Quick and friendly,Pro\n"
    "2026-11-21,10,All good,Pro\n"
    "2026-11-22,3,Too slow for us,Free\n"
)
KEYS = {
    *("n", "missing", "invalid", "detractors", "passives", "promoters", "nps", "lower", "upper"),
    *("confidence", "method", "metric", "histogram", "trend", "groups", "drivers", "driver_fit", "warnings", "source"),
}


def run(*command):
    return CliRunner().invoke(app, ["analyze", *map(str, command)])


def run_for_real(*command, **options):
    return subprocess.run(
        [sys.executable, "-m", "kuule", "analyze", *map(str, command)], capture_output=True, check=False, **options
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def found_in(*command):
    done = run(*command, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


# --- Figures --------------------------------------------------------------------------------------------------


def test_json_has_the_figures_and_nothing_else(file):
    found = found_in(file, "--by", "plan")
    estimate = stats.nps_interval(stats.classify([9, 10, 3]))
    assert set(found) == KEYS
    assert (found["n"], found["detractors"], found["passives"], found["promoters"]) == (3, 1, 0, 2)
    assert [found["nps"], found["lower"], found["upper"]] == pytest.approx(
        [100 / 3, 100 * estimate.lower, 100 * estimate.upper]
    )
    assert (found["confidence"], found["method"], found["metric"]) == (0.95, "score", "nps")
    assert found["histogram"] == {**{str(n): 0 for n in range(11)}, "3": 1, "9": 1, "10": 1}
    assert [set(point) for point in found["trend"]] == [{"period", "n", "nps", "lower", "upper"}] * 3
    assert [(group["by"], group["value"], group["n"]) for group in found["groups"]] == [
        ("plan", "Pro", 2),
        ("plan", "Free", 1),
    ]
    assert found["source"]["guessed"] == ["comment", "date", "delimiter", "encoding", "scale", "score"]


def test_json_says_its_guess_beside_it(file):
    done = run(file, "--json")
    assert "Guessed: score = score, comment = comment, date = date, scale = 0–10." in done.stderr
    assert done.stdout.lstrip().startswith("{")


def test_no_answer_is_null_and_never_a_number(tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("score,plan\n,a\nabc,b\n")
    found = found_in(path, "--score", "score", "--by", "plan")
    assert (found["n"], found["nps"], found["lower"], found["upper"]) == (0, None, None, None)
    assert (found["missing"], found["invalid"]) == (1, 1)
    assert [(group["nps"], group["difference"], group["p_adjusted"]) for group in found["groups"]] == [(None,) * 3] * 2
    assert {warning["code"] for warning in found["warnings"]} == {"no_answers", "invalid"}


def test_another_scale_is_a_net_score(test_data):
    path = test_data / "nhs_fft_dev.csv"
    found = found_in(path, "--score", "FFT", "--scale", "1-5", "--reverse", "--by", "trust")
    assert (found["metric"], found["n"], found["invalid"]) == ("net score", 5125, 410)
    assert found["nps"] == pytest.approx(100 * (3340 - 855) / 5125)
    assert run(path, "--score", "fft", "--scale", "1-5", "--reverse").stdout.count("Net score (not NPS)") == 1


def test_columns_are_named_by_name_in_any_case_or_by_number(file):
    for name in ("score", "SCORE", " Score ", "2"):
        assert found_in(file, "--score", name)["source"]["columns"]["score"] == "score"


def test_groups_may_follow_one_option_or_several(file):
    for command in (
        (file, "--by", "plan", "date"),
        ("--by", "plan", "date", file),
        (file, "--by", "plan", "--by", "date"),
        ("--by", "plan", file, "--by", "date"),
    ):
        assert set(found_in(*command)["source"]["by"]) == {"plan", "date"}


def test_drivers_and_groups_each_take_the_words_that_follow(file):
    for command in (
        (file, "--drivers", "plan", "date", "--by", "plan", "date", "--json"),
        ("--drivers", "plan", "date", "--by", "plan", "date", file),
        ("--drivers=plan,date", "--by", "plan", file, "--by", "date"),
    ):
        source = found_in(*command)["source"]
        assert (source["drivers"], set(source["by"])) == (["plan", "date"], {"plan", "date"})


def test_a_population_says_what_it_assumes(file):
    done = run(file, "--population", "40")
    assert "3 answers of 40 people" in done.stdout
    assert "assumes that silence is unrelated to the answer" in " ".join(done.stdout.split())
    assert found_in(file, "--population", "40")["method"] == "score_fpc"


def test_the_page_shows_what_was_found(file):
    shown = run(file, "--by", "plan").stdout
    assert "answers.csv · 3 rows · CSV · UTF-8 · comma" in shown
    assert re.search(r"NPS  \+33   −\d+ … \+\d+  at 95 % confidence, 3 answers", shown)
    assert re.search(r"Promoters +2 +66\.7 %", shown)
    assert re.search(r"2026-11-21 +1 +\+100", shown)
    assert re.search(r"Free +1 +−100", shown)
    assert shown.count("registered trademarks") == 1


def test_a_file_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        "score,plan\n9,\x1b[2J\x1b]0;owned\x07[red]x[/red]\u202e\n8,[bold]b\n\x1b[2Jx,b\n", encoding="utf-8"
    )
    shown = run(path, "--score", "score", "--by", "plan").stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
    assert "[red]x[/red]" in shown


def test_every_scale_can_be_told():
    assert [choice.value for choice in ScaleChoice] == list(SCALES)


# --- Reports --------------------------------------------------------------------------------------------------


def test_reports_are_written_in_either_language(file, tmp_path):
    done = run(file, "--html", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf", "--language", "fi", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["n"] == 3
    assert '<html lang="fi">' in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert {each.name for each in tmp_path.iterdir()} == {"answers.csv", "a.html", "a.pdf"}


@pytest.mark.parametrize(
    ("target", "said", "code"),
    [
        ("nowhere/a.html", "there is no folder", 1),
        ("answers.csv", "is the file to be analyzed", 2),
        (".", "it is no file", 1),
        ("answers.csv/a.html", "there is no folder", 1),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_the_work(file, tmp_path, target, said, code):
    done = run(file, "--html", tmp_path / target)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert file.read_text() == FILE


def test_two_reports_need_two_names(file, tmp_path):
    assert run(file, "--html", tmp_path / "a", "--pdf", tmp_path / "a").exit_code == 2


# --- Wrong use ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--score", "scor"), "There is no column “scor”. Did you mean “score”?\nThe columns are: 1 date, 2 score,"),
        (("--by", "9"), "There is no column “9”."),
        (("--scale", "1-9"), "'1-9' is not one of"),
        (("--confidence", "95"), "Write 0.95 for 95 %."),
        (("--population", "2"), "3 people have answered, but --population says that there are 2."),
        (("--html", "a.html", "--language", "tlh"), "Choose one of: en, fi."),
        (("more.csv",), "What is “more.csv”?"),
    ],
)
def test_wrong_use_is_explained(file, options, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(file, *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_doubtful_score_is_asked_for(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("nps_product,nps_support\n9,8\n10,7\n")
    done = run(path)
    assert done.exit_code == 1
    assert "nps_product: 100% of its cells" in done.stderr
    assert "Say which one with --score" in done.stderr


# --- Bad files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"score,comment\n", "There are column names (score, comment) but no rows."),
        (bytes(4000), "This is no text"),
        (b"%PDF-1.7\n", "This is a PDF, not a table."),
        (b"PK\x05\x06" + bytes(18), "This is a ZIP archive, not a table."),
        (b'score,x\n9,"open\n' + b"8,x\n" * 9, "A quote that opens on line 2 is never closed"),
        (",".join(map(str, range(20_000))).encode() + b"\n", "There are 20,000 columns"),
    ],
)
def test_a_bad_file_is_explained(tmp_path, content, said):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    done = run(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "There is no such file." in run(tmp_path / "nowhere.csv").stderr
    assert "This is a folder." in run(tmp_path).stderr


def test_a_sheet_that_is_not_there_is_named_with_those_there_are(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "answers.xlsx")
    for name in ("May", "June"):
        book.add_worksheet(name).write_column(0, 0, ["score", 9, 10, 3])
    book.close()
    done = run(tmp_path / "answers.xlsx", "--sheet", "July")
    assert done.exit_code == 1
    assert done.stderr.endswith("answers.xlsx: There is no sheet “July”.\nThere are: May, June.\n")
    assert found_in(tmp_path / "answers.xlsx", "--sheet", "june")["source"]["sheet"] == "June"
    assert "sheet = May" in run(tmp_path / "answers.xlsx").stdout


def test_odd_rows_and_encodings_are_said(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes("score;comment\n9;Hyvää\n8;väärä;x\n7\n".encode("cp1252"))
    done = run(path)
    assert "Windows-1252 · semicolon" in done.stdout
    assert "Rows with more cells than there are columns: 1." in done.stdout
    assert "Rows with fewer cells than there are columns: 1." in done.stdout


@pytest.mark.parametrize("reason", sorted({*FILES, "other_kind"}))
def test_every_reason_has_words(reason):
    details = dict.fromkeys(("columns", "limit", "line", "size", "why", "sheet", "sheets", "seconds", "kind"), "…")
    words = unreadable_words(UnreadableTableError(reason, **details))
    assert words.says
    assert words.mend
    assert "{" not in words.says + words.mend


def test_every_reason_that_tables_know_has_words():
    known = set(re.findall(r"`(\w+)`", UnreadableTableError.__doc__))
    details = {"reason", "details", "columns", "limit", "line", "size", "why", "sheet", "sheets", "seconds", "kind"}
    assert known - details == {*FILES, "other_kind", "broken"}
    assert {"delimited", "gzip", "zip", "workbook", "parquet"} == set(BROKEN)


# --- The process ----------------------------------------------------------------------------------------------


def test_neither_a_home_nor_django_is_needed(file, tmp_path):
    program = (
        "import sys; from kuule.config.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print([name for name in ('django', 'scipy', 'typst') if name in sys.modules], file=sys.stderr)"
    )
    environment = {**os.environ, "KUULE_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": ""}
    for option in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-c", program, "analyze", str(file), *option],
            capture_output=True,
            check=True,
            env=environment,
        )
        assert done.stderr.decode().splitlines()[-1] == "[]"
    assert not (tmp_path / "home").exists()


def test_json_is_utf8_whatever_the_terminal_speaks(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("score,city\n9,Jyväskylä\n", encoding="utf-8")
    done = run_for_real(path, "--by", "city", "--json", env={**os.environ, "PYTHONIOENCODING": "ascii:strict"})
    assert json.loads(done.stdout)["groups"][0]["value"] == "Jyväskylä"


def test_ctrl_c_ends_quietly(tmp_path):
    path = tmp_path / "answers.csv"
    with path.open("w") as opened:
        opened.write("score,comment\n")
        opened.writelines(f'9,"a quote" here {number}\n' for number in range(1_500_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "kuule", "analyze", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    for _ in range(300):
        if _has_begun(process.pid) or process.poll() is not None:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in error
    assert out == b""
    assert [each.name for each in tmp_path.iterdir()] == ["answers.csv"]


def _has_begun(pid):
    descriptors = Path(f"/proc/{pid}/fd")
    return any("answers.csv" in str(each.readlink()) for each in descriptors.iterdir() if each.is_symlink())
