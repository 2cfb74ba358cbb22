"""Past answers from a file: what becomes of each line, twice the same file, a crash at any moment, and undoing it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.models import Account, Contact, ImportChange, ImportedRow, ImportProblem
from kuule.contacts.rules.moments import UnclearDateError, guessed_order, read_moment
from kuule.contacts.services import (
    UnusableMappingError,
    add_contact,
    guess_mapping,
    import_run,
    import_undo,
    run_import,
    run_undo,
    start_import,
    undo_import,
)
from kuule.contacts.services.search_text import index_contact
from kuule.insight.answers import trend
from kuule.insight.query import MONTH, Query
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job
from kuule.responses.importers.problems import ANSWER_PROBLEMS
from kuule.responses.models import Response, ResponseNote
from kuule.responses.rules.imported import read_score
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Actor
from tests.responses.conftest import published_survey

HELSINKI = ZoneInfo("Europe/Helsinki")
PAST = """\
Response ID;Date;Score;Comment;Email;Name;Company;Role;Plan
a-1;20.11.2024 14.30;9;"Good.
Really";aino@acme.example;Aino Mäkelä;Acme Oy;Decision-maker;gold
a-2;2024-12-01;3;Slow;BO@acme.example;Bo Ek;Acme Oy;;silver
a-3;2025-01-15;7;;aino@acme.example;;;;platinum
a-4;2025-02-01;10;;;;;;
"""

Bring = Callable[..., Job]


@pytest.fixture
def version(nordlys, now) -> SurveyVersion:
    return published_survey(nordlys.workspace, now)


@pytest.fixture
def bring_in(nordlys, version, now) -> Bring:
    """Import a text as Bob with the guessed mapping, and return the job as it ended."""

    def bring(text: str, **options: str) -> Job:
        return run_import(job=opened(nordlys, version, now, text, **options), clock=lambda: now)

    return bring


def opened(company, version, now, text: str, **options: str) -> Job:
    file = ContentFile(text.encode(), "past.csv")
    told = {"survey": str(version.survey_id), **options}
    mapping = guess_mapping(workspace=company.workspace, file=file, kind="responses", options=told)
    who = {"workspace": company.workspace, "actor": Actor.user(company.bob.user_id), "now": now}
    return start_import(file=file, file_name="past.csv", mapping=mapping, kind="responses", **who)


def result(job: Job) -> tuple[int, int, int]:
    assert job.state == "done", job.error
    return job.result["added"], job.result["unchanged"], job.result["kept_out"]


def problems(job: Job) -> list[tuple[int, str, str]]:
    return list(ImportProblem.objects.filter(job=job).order_by("line", "id").values_list("line", "column", "reason"))


def test_a_file_becomes_answers_of_people_as_they_were_then(bring_in, version) -> None:
    job = bring_in(PAST)
    assert result(job) == (4, 0, 0)
    first = Response.objects.get(external_id="a-1")
    assert (first.score, first.verbatim, first.scale, first.verdict) == (9, "Good.\nReally", "0-10", "person")
    assert (first.channel, first.version, first.import_job) == ("import", version, job)
    assert first.answered_at == datetime(2024, 11, 20, 14, 30, tzinfo=HELSINKI)
    assert first.properties == {"plan": "gold", "contact.role": "decision_maker"}
    assert (first.contact.name, first.account.name) == ("Aino Mäkelä", "Acme Oy")
    third = Response.objects.get(external_id="a-3")
    assert (third.contact, third.account, third.properties) == (first.contact, first.account, {"plan": "platinum"})
    assert Response.objects.get(external_id="a-4").contact is None
    assert Contact.objects.count() == 2
    assert Contact.objects.get(email="aino@acme.example").properties == {}


def test_the_same_file_again_adds_nothing(bring_in) -> None:
    bring_in(PAST)
    before = [*Response.objects.order_by("pk").values(), *Contact.objects.order_by("pk").values()]
    assert result(bring_in(PAST)) == (0, 4, 0)
    assert [*Response.objects.order_by("pk").values(), *Contact.objects.order_by("pk").values()] == before


def test_equal_answers_of_nobody_known_are_several_answers(bring_in) -> None:
    file = "date,score\n2025-01-01,9\n2025-01-01,9\n2025-01-01,8\n2025-01-01,9\n"
    assert result(bring_in(file)) == (4, 0, 0)
    assert result(bring_in(file)) == (0, 4, 0)
    assert result(bring_in(file + "2025-01-01,9\n")) == (1, 4, 0)


def test_whoever_is_known_stays_as_they_are_and_is_not_asked_earlier(bring_in, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    known = add_contact(name="Aino", email="aino@acme.example", external_id="7", **who)
    bring_in("date,score,contact id,email,name,phone\n2025-01-01,9,7,old@acme.example,A. Mäkelä,+358401234567\n")
    known.refresh_from_db()
    assert (known.name, known.email, known.phone) == ("Aino", "aino@acme.example", "")
    assert Response.objects.get().contact == known


def test_whoever_is_new_is_sorted_and_found_as_if_a_person_had_added_them(bring_in, nordlys, now) -> None:
    Account.objects.create(
        workspace=nordlys.workspace, name="Acme Oy", name_key="acme oy", properties={"size": 9}, created_at=now
    )
    bring_in(PAST.replace("BO@acme.example;Bo Ek;Acme Oy", "BO@acme.example;Bo Ek;Byrå AB"))
    found = {(contact.name_key, contact.search_text) for contact in Contact.objects.all()}
    for contact in Contact.objects.select_related("account"):
        index_contact(contact, contact.account)
        assert (contact.name_key, contact.search_text) in found
    assert {contact.account.name for contact in Contact.objects.all()} == {"Acme Oy", "Byrå AB"}


def test_an_account_with_only_a_name_gets_the_id_of_a_line_until_that_is_undone(bring_in, nordlys, now) -> None:
    known = Account.objects.create(
        workspace=nordlys.workspace, name="Acme Oy", name_key="acme oy", properties={"size": 9}, created_at=now
    )
    job = bring_in("Date;Score;Email;Company;Account ID\n2025-01-01;9;a@x.example;ACME oy;A1\n2025-01-02;8;;;A1\n")
    known.refresh_from_db()
    assert (known.name, known.external_id, known.search_text, known.properties) == (
        "Acme Oy",
        "A1",
        "acme oy a1",
        {"size": 9},
    )
    assert Response.objects.filter(account=known).count() == 2
    run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now)
    known.refresh_from_db()
    assert (known.external_id, known.properties) == ("", {"size": 9})


def test_every_bad_line_is_kept_out_with_its_problem_and_its_cells(bring_in) -> None:
    job = bring_in(
        "date,score,email,response id,verdict\n2025-01-01,11,,,\n2025-01-01,,,,\n,5,,,\n3/4/2025,5,,,\n"
        "soon,5,,,\n2999-01-01,5,,,\n2025-01-01,9.0,a@x.example,1,\n2025-01-02,9,a@x.example,1,\n"
        "2025-01-01,7,nonsense,,\n2025-01-01,7,,,robot\n"
    )
    assert result(job) == (1, 0, 9)
    assert problems(job) == [
        (2, "score", "bad_score"),
        (3, "score", "no_score"),
        (4, "date", "no_date"),
        (5, "date", "unclear_date"),
        (6, "date", "bad_moment"),
        (7, "date", "future_date"),
        (9, "response id", "answer_twice"),
        (10, "email", "bad_email"),
        (11, "verdict", "bad_verdict"),
    ]
    assert ImportedRow.objects.get(line=5).cells == ["3/4/2025", "5", "", "", ""]


@pytest.mark.parametrize(("order", "month"), [("day", 4), ("month", 3)])
def test_whoever_says_what_comes_first_is_believed(bring_in, order, month) -> None:
    bring_in("date,score\n3/4/2025,5\n", order=order)
    assert Response.objects.get().answered_at.month == month


def test_further_questions_are_answered_by_key_or_by_words(bring_in, version) -> None:
    choice = next(each for each in version.questions if each["type"] == "choice")
    first, second = choice["options"][:2]
    rows = [f"2025-01-01,9,{first['key']}", f"2025-01-02,9,{second['texts']['fi']}", "2025-01-03,9,?"]
    file = "\n".join([f"date,score,{choice['key']}", *rows, ""])
    job = bring_in(file)
    assert problems(job) == [(4, choice["key"], "bad_answer")]
    answers = Response.objects.order_by("answered_at").values_list("answers", flat=True)
    assert list(answers) == [{choice["key"]: first["key"]}, {choice["key"]: second["key"]}]


def test_the_trend_goes_on_over_imported_months(bring_in, nordlys, now) -> None:
    bring_in("date,score\n" + "".join(f"2026-{month:02}-05,{score}\n" for month in (3, 4) for score in (9, 10, 2)))
    query = Query(workspace_id=nordlys.workspace.pk, timezone="Europe/Helsinki").between(
        datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    )
    points = [point for point in trend(query.asking(bucket=MONTH)) if point.value is not None]
    assert [(point.n, round(point.value)) for point in points] == [(3, 33), (3, 33)]


def test_a_file_without_score_or_date_is_refused(bring_in) -> None:
    with pytest.raises(UnusableMappingError) as refused:
        bring_in("name,email\nAino,a@x.example\n")
    assert {each.reason for each in refused.value.problems} == {"no_score_column", "no_date_column"}
    assert not Job.objects.exists()


class PowerCutError(Exception):
    """The power goes."""


def test_wherever_it_is_cut_off_it_goes_on_and_neither_loses_nor_doubles(nordlys, version, now, monkeypatch) -> None:
    monkeypatch.setattr(import_run, "BATCH_ROWS", 2)
    text = PAST + "a-4;2025-02-01;10;;;;;;\n;2025-03-01;1;;c@x.example;;;;\n;2025-03-01;1;;c@x.example;;;;\n"
    for crash_at in range(1, 9):
        calls = 0

        def clock() -> datetime:
            nonlocal calls
            calls += 1
            if calls == crash_at:  # noqa: B023 - used within the round
                raise PowerCutError
            return now

        job = opened(nordlys, version, now, text)
        try:
            run_import(job=job, clock=clock)
        except PowerCutError:
            heir = claim_job(kind="responses", now=now + timedelta(hours=1))
            job = run_import(job=heir, clock=lambda: now + timedelta(hours=1))
        assert result(job) == (6, 0, 1), f"cut off at {crash_at}"
        assert (Response.objects.count(), Contact.objects.count()) == (6, 3)
        run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now + timedelta(hours=2))
        assert not Response.objects.exists()
        assert not Contact.objects.exists()


def test_undoing_takes_back_all_but_what_somebody_worked_on(bring_in, nordlys, now, monkeypatch) -> None:
    monkeypatch.setattr(import_undo, "BATCH", 2)
    job = bring_in(PAST)
    noted = Response.objects.get(external_id="a-2")
    ResponseNote.objects.create(workspace=nordlys.workspace, response=noted, text="Called", created_at=now)
    undo = run_undo(job=undo_import(job=job, actor=SYSTEM, now=now), clock=lambda: now)
    assert undo.result == {
        "response_removed": 3,
        "response_kept": 1,
        "contact_removed": 1,
        "contact_kept": 1,
        "account_kept": 1,
        "property_kept": 1,
    }
    assert list(Response.objects.values_list("external_id", "contact__name")) == [("a-2", "Bo Ek")]
    assert Account.objects.count() == 1
    assert not ImportChange.objects.exists()
    assert AuditEntry.objects.latest("pk").act == "import_undone"


def test_every_kind_of_problem_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "past-answers.md").read_text()
    for kind in ANSWER_PROBLEMS:
        assert f"| {str(kind.says).replace('{detail}', '…')} | {kind.mend} |" in page
        assert kind.title


@given(st.datetimes(datetime(2002, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["day", "month"]))
def test_a_moment_is_read_as_it_was_written(moment, order) -> None:
    wall = moment.replace(microsecond=0, tzinfo=UTC)
    first, second = (wall.day, wall.month) if order == "day" else (wall.month, wall.day)
    for text in (
        wall.isoformat(),
        f"{wall:%Y-%m-%d %H:%M:%S}",
        f"{first}/{second}/{wall.year} {wall:%H:%M:%S}",
        f"{wall.day}.{wall.month}.{wall.year} klo {wall:%H.%M.%S}",
        f"{wall:%b} {wall.day}, {wall.year} {wall:%I:%M:%S %p}",
        str(int(wall.timestamp())),
        wall.astimezone(timezone(timedelta(hours=-9, minutes=-30))).isoformat(),
        f"{wall:%Y-%m-%d %H:%M:%S}.000Z",
    ):
        assert read_moment(text, zone=ZoneInfo("UTC"), order=order if "/" in text else "") == wall, text


@pytest.mark.parametrize("text", ["9999-12-31 23:59:59", "9999-12-31T23:59:59-05:00", "9999-12-31 klo 23.59"])
def test_the_end_of_time_is_no_moment(text) -> None:
    assert read_moment(text, zone=ZoneInfo("America/New_York")) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_moments_and_scores(text) -> None:
    assert read_score(text, "0-10") in (None, *range(11))
    try:
        moment = read_moment(text, zone=HELSINKI)
    except UnclearDateError:
        return
    assert moment is None or moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2025", "13/4/2025"], "day"),
        (["3/4/2025", "4/13/2025"], "month"),
        (["3/4/2025"], ""),
        (["3.4.2025"], "day"),
    ],
)
def test_a_column_of_dates_may_tell_what_comes_first(texts, order) -> None:
    assert guessed_order(texts) == order
