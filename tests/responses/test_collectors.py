"""Other ways to ask: codes on paper, members' own links, and how their answers stay apart from the headline."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.contacts.services import open_account
from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS
from kuule.dispatch.services.collectors import open_collector, stop_collector
from kuule.lib.tokens import mint_token
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.surveys.services import change_survey, create_from_starter
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import FORM, sealed

Send = Callable[..., HttpResponse]


def opened(survey: Survey, kind: str = "qr", **fields: object) -> Collector:
    return open_collector(
        workspace=survey.workspace, survey=survey, kind=kind, name="Counter", actor=SYSTEM, now=timezone.now(), **fields
    )


def answer_at(client: Client, path: str, **fields: str) -> HttpResponse:
    token = mint_token()
    form = sealed(path, {"token": token, "score": "9", **fields})
    return client.post(path, urlencode(form), content_type=FORM)


def test_a_code_on_paper_collects_answers_that_say_where_they_come_from(
    nordlys: Company, survey: Survey, respondent: Client, sign_in
) -> None:
    staff = sign_in(nordlys.bob)
    page = staff.post(f"/w/nordlys/surveys/{survey.pk}/ways/qr/", {"name": "Counter in Oslo"}, follow=True)
    code = Collector.objects.get()
    assert f"/q/{code.token}" in page.content.decode()
    assert "How likely are you to recommend" in respondent.get(code.path).content.decode()
    reply = answer_at(respondent, code.path, why="Quick")
    assert reply.status_code == 303
    given = Response.objects.get()
    assert (given.channel, given.collector, given.verdict) == ("qr", code, "person")
    listed = staff.get(f"/w/nordlys/surveys/{survey.pk}/ways/").content.decode()
    assert "Counter in Oslo" in listed
    assert '<td class="num" data-label="Answers">1</td>' in listed
    assert respondent.get(reply["Location"]).status_code == 200


def test_the_sheet_speaks_the_language_of_the_survey_and_the_picture_is_the_address(
    nordlys: Company, survey: Survey, sign_in
) -> None:
    code, staff = opened(survey), sign_in(nordlys.anna)
    sheet = staff.get(f"/w/nordlys/ways/{code.pk}/sheet/?language=ar").content.decode()
    assert 'dir="rtl"' in sheet
    assert "وجّه كاميرا هاتفك" in sheet
    assert f"/q/{code.token}</strong>" in sheet
    png = staff.get(f"/w/nordlys/ways/{code.pk}/code.png")
    assert (png["Content-Type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert staff.get(f"/w/nordlys/ways/{code.pk}/code.svg").content.startswith(b"<?xml")
    assert staff.get(f"/w/nordlys/ways/{code.pk}/code.gif").status_code == 404


def test_a_stopped_place_says_kindly_that_it_is_closed(survey: Survey, respondent: Client) -> None:
    code = opened(survey)
    stop_collector(collector=code, actor=SYSTEM, now=timezone.now())
    closed = respondent.get(code.path)
    assert closed.status_code == 410
    assert "This survey is closed." in closed.content.decode()
    assert answer_at(respondent, code.path).status_code == 410
    assert not Response.objects.exists()


@pytest.mark.parametrize("path", ["/q/", "/q/nothing", "/q/23456789ab", "/q/%00", "/by/23456789ab/about", "/q/a/b"])
def test_an_address_that_was_mistyped_leads_nowhere(respondent: Client, survey: Survey, path: str) -> None:
    assert respondent.get(path).status_code == 404


def test_an_address_of_one_way_is_none_of_another(respondent: Client, survey: Survey) -> None:
    code = opened(survey)
    assert respondent.get(f"/by/{code.token}").status_code == 404
    assert respondent.get(f"/q/{code.token}/about").status_code == 200


def test_a_members_link_tells_who_shared_it_and_for_which_customer(
    nordlys: Company, survey: Survey, respondent: Client, sign_in
) -> None:
    account = open_account(
        workspace=nordlys.workspace, name="Fjord Foods", properties={"country": "NO"}, actor=SYSTEM, now=timezone.now()
    )
    frida = sign_in(nordlys.frida)
    assert "Fjord Foods" in frida.get(f"/w/nordlys/my-links/?account={account.pk}").content.decode()
    wrong = frida.post("/w/nordlys/my-links/", {"survey": survey.pk, "account": "Fjord Fods"})
    assert "No account is called “Fjord Fods”." in wrong.content.decode()
    frida.post("/w/nordlys/my-links/", {"survey": survey.pk, "account": "Fjord Foods"})
    link = Collector.objects.get()
    assert answer_at(respondent, link.path).status_code == 303
    given = Response.objects.get()
    assert (given.channel, given.account, given.contact, given.collector.member) == (
        "member_link",
        account,
        None,
        nordlys.frida,
    )
    assert given.properties == {"account.country": "NO"}
    page = sign_in(nordlys.anna).get(f"/w/nordlys/responses/{given.pk}/").content.decode()
    assert "shared by Frida" in page
    assert "Not in the headline score" in page
    assert sign_in(nordlys.bob).post(f"/w/nordlys/my-links/{link.pk}/stop/").status_code == 404
    frida.post(f"/w/nordlys/my-links/{link.pk}/stop/")
    assert respondent.get(link.path).status_code == 410


def test_the_headline_leaves_out_what_staff_handed_out_and_says_so(
    nordlys: Company, survey: Survey, send: Send, respondent: Client, sign_in
) -> None:
    send(f"/s/{survey.slug}", score="0", token=mint_token())
    link = opened(survey, "member_link", member=nordlys.frida)
    for _each in range(3):
        answer_at(respondent, link.path, score="10", why="Friend of the house")
    staff = sign_in(nordlys.anna)
    overview = staff.get("/w/nordlys/")
    assert overview.context["answer"].n == 1
    assert overview.context["answer"].value == -100
    assert [(channel, n) for channel, n, _url in overview.context["handed_out"]] == [("member_link", 3)]
    alone = staff.get(overview.context["handed_out"][0][2])
    assert (alone.context["answer"].n, alone.context["answer"].value, alone.context["handed_out"]) == (3, 100, [])
    cut = staff.get("/w/nordlys/segments/?by=channel").context["rows"]
    assert sorted(row.figure.n for row in cut) == [1, 3]
    assert sum(row.figure.n for row in staff.get("/w/nordlys/segments/?by=survey").context["rows"]) == 1
    assert staff.get("/w/nordlys/comments/").content.decode().count("not in the headline score") == 3
    results = staff.get(f"/w/nordlys/surveys/{survey.pk}/results/")
    assert (results.context["found"].n, results.context["handed_out"][0][:2]) == (1, ("member_link", 3))
    assert staff.get(f"/w/nordlys/surveys/{survey.pk}/results/?channel=member_link").context["found"].n == 3


def test_an_anonymous_survey_has_its_link_alone(nordlys: Company, sign_in) -> None:
    survey = create_from_starter(workspace=nordlys.workspace, name="Staff", actor=SYSTEM, now=timezone.now())
    change_survey(survey=survey, name=survey.name, is_anonymous=True, actor=SYSTEM, now=timezone.now())
    staff = sign_in(nordlys.bob)
    assert "must not tell where" in staff.get(f"/w/nordlys/surveys/{survey.pk}/ways/").content.decode()
    refused = staff.post(f"/w/nordlys/surveys/{survey.pk}/ways/qr/", {"name": "Counter"}, follow=True)
    assert "An anonymous survey must not tell where" in refused.content.decode()
    assert not Collector.objects.exists()


def test_every_way_is_told_of_in_the_docs_and_has_its_page(
    nordlys: Company, charlie: Member, survey: Survey, sign_in
) -> None:
    told = Path("docs/collecting.md").read_text()
    for kind in COLLECTOR_KINDS.values():
        assert f"`{kind.key}`" in told
        way = opened(survey, kind.key, **({"member": nordlys.frida} if kind.is_personal else {}))
        assert sign_in(nordlys.anna).get(f"/w/nordlys/ways/{way.pk}/").status_code == 200
    assert "`interviewer`" in told
