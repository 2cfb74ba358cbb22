"""Reviews and posts from a file: kept as they were given, each once, and never a part of a score."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.models import Contact, ImportProblem
from kuule.contacts.services import (
    UnusableMappingError,
    add_contact,
    guess_mapping,
    run_import,
    run_undo,
    start_import,
    undo_import,
)
from kuule.contacts.services.persons import erase_person, person_file
from kuule.jobs.models import Job
from kuule.responses.importers.heard_problems import HEARD_PROBLEMS
from kuule.responses.models import Heard, Response
from kuule.responses.rules.heard import ENDS, RATING_SCALES, Rating, guessed_scale, is_web_link, read_rating
from kuule.responses.services.heard import delete_heard
from kuule.responses.services.retention import forget_old_answers, old_answers
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import change_workspace, due_by_age

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TRUSTPILOT = """\
Review Id,Review Created (UTC),Review Username,Review User Email,Review Title,Review Content,Review Stars,Company
t1,2026-10-02 08:15:00,Aino M.,aino@acme.example,Slow,"First line
second line",2,Acme Oy
t2,2026-10-03 09:00:00,Bo,,Great,"So quick",5,
t3,2026-10-04 10:00:00,Chi,,,,,
t4,2026-10-05 10:00:00,Dan,,,Fine,6,
t1,2026-10-02 08:15:00,Aino M.,,Again,Twice,1,
"""


@pytest.fixture
def bring_in(nordlys):
    """Import a text as Bob with the guessed mapping; return the job as it ended."""

    def bring(text: str, **options: str) -> Job:
        file, who = ContentFile(text.encode(), "reviews.csv"), {"workspace": nordlys.workspace}
        mapping = guess_mapping(file=file, kind="heard", options=options, **who)
        actor = Actor.user(nordlys.bob.user_id)
        job = start_import(
            file=file, file_name="reviews.csv", mapping=mapping, kind="heard", actor=actor, now=NOW, **who
        )
        return run_import(job=job, clock=lambda: NOW)

    return bring


def result(job: Job) -> tuple[int, int, int]:
    assert job.state == "done", job.error
    return job.result["added"], job.result["unchanged"], job.result["kept_out"]


def problems(job: Job) -> list[tuple[int, str]]:
    return list(ImportProblem.objects.filter(job=job).order_by("line").values_list("line", "reason"))


def test_an_export_of_trustpilot_is_kept_as_it_was_given(bring_in) -> None:
    job = bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    assert result(job) == (2, 0, 3)
    assert problems(job) == [(5, "nothing_said"), (6, "bad_rating"), (7, "heard_twice")]
    first = Heard.objects.get(external_id="t1")
    assert (first.source, first.author, first.title, first.verbatim) == (
        "Trustpilot",
        "Aino M.",
        "Slow",
        "First line\nsecond line",
    )
    assert (first.rating, first.scale, first.said_at) == (2.0, "1-5", datetime(2026, 10, 2, 5, 15, tzinfo=UTC))
    assert (first.contact.email, first.contact.name, first.account.name) == ("aino@acme.example", "Aino M.", "Acme Oy")
    assert Heard.objects.get(external_id="t2").contact is None
    assert not Response.objects.exists(), "a review is no answer"


def test_a_file_may_name_its_sources_and_each_rating_its_scale(bring_in) -> None:
    bring_in(
        "Lähde;Pvm;Teksti;Arvosana;Linkki;Näyttökerrat\n"
        "google;1.10.2026;Hyvä;FOUR;https://maps.example/1;1 200\n"
        "LinkedIn;2.10.2026;Nopea;;;\n"
        "Help desk;3.10.2026;Ok;👎;;\n"
        "Blog;4.10.2026;Ok;8/10;;\n"
    )
    kept = {each.source: each for each in Heard.objects.all()}
    assert {name: (each.rating, each.scale) for name, each in kept.items()} == {
        "Google": (4.0, "1-5"),
        "LinkedIn": (None, ""),
        "Help desk": (0.0, "thumbs"),
        "Blog": (8.0, "1-10"),
    }
    assert (kept["Google"].url, kept["Google"].reach) == ("https://maps.example/1", 1200)


def test_the_same_file_again_adds_nothing_with_ids_or_without(bring_in) -> None:
    bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    assert result(bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")) == (0, 2, 3)
    plain = "date,text,source\n2026-10-01,Good,Reddit\n2026-10-01,Good,X\n"
    assert result(bring_in(plain)) == (2, 0, 0)
    assert result(bring_in(plain)) == (0, 2, 0)


def test_what_was_deleted_with_a_reason_is_not_brought_back(bring_in, nordlys) -> None:
    bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    delete_heard(heard=Heard.objects.get(external_id="t2"), reason="Not ours", actor=SYSTEM, now=NOW)
    job = bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    assert result(job) == (0, 1, 4)
    assert (4, "heard_removed") in problems(job)


def test_links_that_are_no_web_address_and_reach_that_is_no_number_are_kept_out(bring_in) -> None:
    job = bring_in(
        "date,text,source,link,reach\n2026-10-01,a,X,javascript:alert(1),\n2026-10-01,b,X,,many\n2026-10-01,c,,,\n"
    )
    assert problems(job) == [(2, "bad_link"), (3, "bad_reach"), (4, "no_source")]


def test_undoing_takes_back_what_was_heard_and_who_was_new(bring_in) -> None:
    job = bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    undo = run_undo(job=undo_import(job=job, actor=SYSTEM, now=NOW), clock=lambda: NOW)
    assert undo.result["heard_removed"] == 2
    assert not Heard.objects.exists()
    assert not Contact.objects.exists()


def test_a_file_without_a_date_words_or_source_cannot_be_used(bring_in) -> None:
    for text, reason in (
        ("text,source\na,X\n", "no_said_column"),
        ("date,source\n2026-10-01,X\n", "no_words_column"),
        ("date,text\n2026-10-01,a\n", "no_source_column"),
    ):
        with pytest.raises(UnusableMappingError, match=reason):
            bring_in(text)


def test_a_person_gets_what_they_said_and_is_forgotten_with_it(bring_in, nordlys) -> None:
    bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    aino = Contact.objects.get(email="aino@acme.example")
    copy = zipfile.ZipFile(io.BytesIO(person_file(contact=aino, actor=SYSTEM, now=NOW)))
    assert "second line" in copy.read("person.json").decode()
    erase_person(contact=aino, actor=SYSTEM, now=NOW, reason="asked_for")
    kept = Heard.objects.get(rating=2)
    assert (kept.author, kept.title, kept.verbatim, kept.external_id, kept.contact, kept.account) == (
        *("", "", "", ""),
        None,
        None,
    )


def test_names_and_words_leave_with_age_and_the_rating_stays(bring_in, nordlys) -> None:
    bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    later = datetime(2028, 1, 1, tzinfo=UTC)
    change_workspace(workspace=nordlys.workspace, actor=SYSTEM, now=NOW, answers_kept_months=12)
    due = due_by_age(nordlys.workspace, months={"answers_kept_months": 12}, now=later)
    assert due == {"answers_kept_months": 2}
    assert not old_answers(nordlys.workspace, months=12, now=later).exists()
    assert forget_old_answers(workspace=nordlys.workspace, now=later) == 2
    assert forget_old_answers(workspace=nordlys.workspace, now=later) == 0
    assert set(Heard.objects.values_list("source", "author", "verbatim", "rating")) == {
        ("Trustpilot", "", "", 2.0),
        ("Trustpilot", "", "", 5.0),
    }


def test_whoever_is_known_stays_as_they_are(bring_in, nordlys) -> None:
    known = add_contact(workspace=nordlys.workspace, actor=SYSTEM, now=NOW, name="A. Mäkelä", email="aino@acme.example")
    bring_in(TRUSTPILOT, source="Trustpilot", scale="1-5")
    known.refresh_from_db()
    assert known.name == "A. Mäkelä"
    assert Heard.objects.get(external_id="t1").contact == known


def test_the_page_offers_sources_and_says_what_a_file_may_hold(nordlys, sign_in) -> None:
    page = sign_in(nordlys.bob).get("/w/nordlys/imports/?kind=heard").content.decode()
    assert "a column of the file says so" in page
    assert "When it was said, and the words or a rating" in page


@pytest.mark.parametrize(
    ("text", "scale", "read"),
    [
        ("4", "1-5", Rating(4.0, "1-5")),
        ("4,5", "1-5", Rating(4.5, "1-5")),
        ("0", "1-5", None),
        ("10", "1-10", Rating(10.0, "1-10")),
        ("4", "", None),
        ("4 out of 5 stars", "", Rating(4.0, "1-5")),
        ("9/10", "1-5", Rating(9.0, "1-10")),
        ("11/10", "", None),
        ("★★★☆☆", "", Rating(3.0, "1-5")),
        ("3 tähteä", "", Rating(3.0, "1-5")),
        ("FIVE", "1-10", Rating(5.0, "1-5")),
        ("thumbs up", "", Rating(1.0, "thumbs")),
        ("1", "thumbs", Rating(1.0, "thumbs")),
        ("0.5", "thumbs", None),
        ("good", "1-5", None),
    ],
)
def test_ratings_are_read_as_sites_write_them(text: str, scale: str, read: Rating | None) -> None:
    assert read_rating(text, scale) == read


@given(st.text(max_size=30), st.sampled_from(("", *RATING_SCALES)))
def test_whatever_is_read_is_on_its_scale(text: str, scale: str) -> None:
    if rating := read_rating(text, scale):
        least, most = ENDS[rating.scale]
        assert least <= rating.value <= most


@given(st.text(max_size=60))
def test_no_link_leads_anywhere_but_to_the_web(text: str) -> None:
    assert not is_web_link(f"javascript:{text}")
    assert not is_web_link(f"data:{text}")


def test_the_scale_is_guessed_from_the_numbers() -> None:
    assert [guessed_scale(each) for each in (["4", "5"], ["4", "7"], ["1", "0"], ["good"], [])] == [
        *("1-5", "1-10", "thumbs", "", "")
    ]


def test_every_kind_of_problem_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "heard-elsewhere.md").read_text()
    for kind in HEARD_PROBLEMS:
        assert f"| {str(kind.says).replace('{detail}', '…')} | {kind.mend} |" in page
        assert kind.title
