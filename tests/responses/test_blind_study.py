"""A double-blind study: nobody can see who asks until they have answered; then they can take it back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.dispatch.services import sample_letter
from kuule.dispatch.services.letters import confirm_letter_to
from kuule.insight.answers import answer
from kuule.insight.answers.blind import compared_suppliers
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.families import families_of
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import BLIND, Wording, shown_questions
from kuule.surveys.rules.blind import suppliers_shuffled
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import AuditEntry, Purpose, Workspace
from kuule.workspaces.rules import LEGITIMATE_INTEREST, SURVEY, SYSTEM
from tests.responses.conftest import ask

STUDY = "Business services study 2026"


@pytest.fixture
def study(nordlys) -> SurveyVersion:
    Workspace.objects.update(sender_name="Nordlys team", postal_address="Nordlys, Storgata 1", name="Nordlys Energy")
    nordlys.workspace.refresh_from_db()
    Purpose.objects.create(
        workspace=nordlys.workspace,
        key=SURVEY,
        basis=LEGITIMATE_INTEREST,
        notice={"en": "Nordlys asks you."},
        changed_at=timezone.now(),
    )
    survey = create_from_starter(
        workspace=nordlys.workspace, name=STUDY, starter="blind", actor=SYSTEM, now=timezone.now()
    )
    publish_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    version = newest_version(nordlys.workspace, survey=survey)
    version.workspace, version.survey = nordlys.workspace, survey
    return version


def read(respondent: Client, path: str) -> str:
    page = respondent.get(path)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de", "vi", "ar"])
def test_no_mail_names_the_company(study, language: str) -> None:
    who = {"workspace": study.workspace, "version": study, "language": language, "name": "Aino"}
    for mail in (sample_letter(**who), confirm_letter_to(address="a@x.example", token="t", **who)):
        for part in (mail.subject, mail.text, mail.html, mail.sender_name):
            assert "nordlys" not in part.lower()
        assert mail.sender_name == STUDY


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de", "vi", "ar"])
def test_no_page_names_the_company_before_the_answer_and_then_it_is_named(
    study, respondent: Client, send, language: str
) -> None:
    asked = ask(study, timezone.now(), language)
    stop = asked.path.replace("/a/", "/u/")
    shared = f"/s/{study.survey.slug}"
    for path in (asked.path, f"{asked.path}/about", shared, f"{shared}/about", stop):
        assert "nordlys" not in read(respondent, path).lower(), path
    assert "nordlys" not in send(asked.path).content.decode().lower(), "nor does a page with a problem"
    assert send(asked.path, score="7", own="9", other="3")["Location"] == f"{asked.path}/thanks"
    assert "Nordlys Energy" in read(respondent, f"{asked.path}/thanks")
    assert "Nordlys Energy" in read(respondent, f"{asked.path}/about")
    given = Response.objects.get()
    assert (given.score, given.answers) == (7, {"own": 9, "other": 3})


def test_a_closed_study_still_names_nobody(study, respondent: Client) -> None:
    asked = ask(study, timezone.now())
    study.survey.state = "closed"
    study.survey.save()
    page = respondent.get(asked.path)
    assert page.status_code == 410
    assert "nordlys" not in page.content.decode().lower()


def test_whoever_knows_who_asks_cannot_change_the_answer(study, respondent: Client, send) -> None:
    asked = ask(study, timezone.now())
    send(asked.path, score="7", own="9")
    assert respondent.get(asked.path)["Location"] == f"{asked.path}/thanks"
    assert send(asked.path, score="1", own="1")["Location"] == f"{asked.path}/thanks"
    assert (Response.objects.get().score, Response.objects.get().answers) == (7, {"own": 9})
    assert "change" not in read(respondent, f"{asked.path}/thanks").lower()


def test_an_answer_is_withdrawn_for_good(study, respondent: Client, send) -> None:
    asked = ask(study, timezone.now())
    send(asked.path, score="7", own="9")
    sealed = re.search(r'name="shown" value="([^"]+)"', read(respondent, f"{asked.path}/thanks"))
    assert sealed
    form = {"shown": sealed[1]}
    assert respondent.get(f"{asked.path}/withdraw").status_code == 405
    respondent.post(f"{asked.path}/withdraw", {})
    respondent.post(f"{asked.path}/withdraw", form)
    assert Response.objects.count() == 1, "a machine that sends the form at once takes nothing back"
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        page = respondent.post(f"{asked.path}/withdraw", form)
        assert "Your answer is withdrawn" in page.content.decode()
        assert not Response.objects.exists()
        assert AuditEntry.objects.filter(act="answer_withdrawn", actor_kind="respondent").count() == 1
        assert "Your answer is withdrawn" in read(respondent, f"{asked.path}/thanks")
        assert send(asked.path, score="1")["Location"] == f"{asked.path}/thanks"
    assert not Response.objects.exists()


def test_an_anonymous_study_names_the_company_too_and_has_nothing_to_withdraw(study, respondent: Client, send) -> None:
    study.survey.is_anonymous = True
    study.survey.save()
    asked = ask(study, timezone.now())
    send(asked.path, score="7", own="9")
    thanks = read(respondent, f"{asked.path}/thanks")
    assert "Nordlys Energy" in thanks
    assert "withdraw" not in thanks
    assert respondent.post(f"{asked.path}/withdraw", {}).status_code == 404


def test_answers_to_other_surveys_cannot_be_withdrawn(version, respondent: Client, send) -> None:
    asked = ask(version, timezone.now())
    send(asked.path, score="7")
    assert respondent.post(f"{asked.path}/withdraw", {}).status_code == 404
    assert Response.objects.count() == 1


def test_suppliers_come_in_another_order_to_each_and_in_the_same_again(study) -> None:
    more = [{**study.questions[2], "key": f"other_{number}"} for number in range(4)]
    questions = [*study.questions[:3], *more, study.questions[3]]
    shown = shown_questions(questions, Wording(study.texts, "en", STUDY), values={})

    def order(seed: str) -> tuple[str, ...]:
        return tuple(each.field for each in suppliers_shuffled(shown, questions, seed=seed))

    orders = {seed: order(seed) for seed in map(str, range(30))}
    assert len(set(orders.values())) > 20
    assert all((each[0], each[-1]) == ("score", "why") for each in orders.values())
    assert all(sorted(each) == sorted(one.field for one in shown) for each in orders.values())
    assert orders["7"] == order("7")


def give(study: SurveyVersion, number: int, **ratings: int) -> None:
    accept_answer(
        version=study,
        score=5,
        verbatim="",
        answers=ratings,
        language="en",
        channel="link",
        now=timezone.now(),
        token_hash=f"study {number}",
    )


def asking(study: SurveyVersion, family: str = BLIND, **more) -> Query:
    return Query(workspace_id=study.workspace.pk, timezone="UTC", family=family, few_below=10, **more)


def test_suppliers_stand_side_by_side_and_pairs_are_held_against_themselves(study) -> None:
    for number in range(40):
        give(study, number, own=9 if number % 2 else 7, other=3 if number % 2 else 7)
    own, other = compared_suppliers(asking(study, survey_id=study.survey.pk), study.questions)
    assert (own.is_own, own.figure.value, own.figure.n, own.apart) == (True, 50.0, 40, None)
    assert (other.figure.value, other.figure.n, other.both) == (-50.0, 40, 40)
    assert other.apart is not None
    assert (other.apart.value, other.apart.direction) == (-100.0, "down")
    # Of the pairs half differ by 2 and half by 0: sd 1.0127, so 100 * 1.96 * 1.0127 / sqrt(40) each way.
    assert round(other.apart.upper - other.apart.value, 1) == 31.4


def test_few_ratings_are_compared_with_nothing(study) -> None:
    for number in range(9):
        give(study, number, own=9, other=1)
    own, other = compared_suppliers(asking(study, survey_id=study.survey.pk), study.questions)
    assert (own.figure.is_few, other.apart) == (True, None)


def test_no_headline_counts_a_study(study, nordlys, sign_in) -> None:
    for number in range(12):
        give(study, number, own=0, other=0)
    assert BLIND not in NPS_FAMILIES
    assert families_of(nordlys.workspace.pk).answered() == []
    assert [answer(asking(study, family)).n for family in NPS_FAMILIES] == [0, 0, 0]
    page = sign_in(nordlys.bob).get(f"/w/nordlys/surveys/{study.survey.pk}/results/").content.decode()
    assert "Suppliers side by side" in page
    assert "your sender address" in page
