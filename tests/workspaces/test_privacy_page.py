"""The privacy page: legal bases with their texts, small groups, and how long things are kept."""

from collections.abc import Callable

import pytest
from django.test import Client

from kuule.workspaces.models import AuditEntry, Member, Purpose, Workspace
from kuule.workspaces.rules import SYSTEM, Refused
from kuule.workspaces.selectors import notice_of
from kuule.workspaces.services import change_workspace
from tests.conftest import NOW, Company

SignIn = Callable[[Member], Client]
PAGE = "/w/nordlys/settings/privacy/"
FIELDS = {
    "survey_basis": "legitimate_interest",
    "survey_balancing": "We ask seldom and little.",
    "survey_consent_property": "",
    "follow_up_basis": "contract",
    "testimonial_basis": "consent",
    "marketing_basis": "not_used",
    "notice_en": "{company} asks to improve.",
    "notice_fi": "",
    "min_n_shown": "20",
    "min_n_anonymous": "7",
    "answers_kept_months": "36",
    "people_kept_months": "",
}


@pytest.fixture
def owner(nordlys: Company, sign_in: SignIn) -> Client:
    return sign_in(nordlys.alice)


def test_an_owner_settles_purposes_and_numbers(nordlys: Company, owner: Client) -> None:
    assert "Saved." in owner.post(PAGE, FIELDS, follow=True).content.decode()
    workspace = Workspace.objects.get(pk=nordlys.workspace.pk)
    assert (workspace.min_n_shown, workspace.min_n_anonymous) == (20, 7)
    assert (workspace.answers_kept_months, workspace.people_kept_months) == (36, None)
    bases = dict(Purpose.objects.values_list("key", "basis"))
    assert bases == {
        "survey": "legitimate_interest", "follow_up": "contract", "testimonial": "consent", "marketing": "not_used"
    }  # fmt: skip
    lines = AuditEntry.objects.count()
    owner.post(PAGE, FIELDS)
    assert AuditEntry.objects.count() == lines, "saving the same again is no change"


def test_looking_first_saves_nothing(nordlys: Company, owner: Client) -> None:
    page = owner.post(PAGE, {**FIELDS, "look": "1"}).content.decode()
    assert "0 answers are older than that now." in page
    assert Workspace.objects.get(pk=nordlys.workspace.pk).answers_kept_months is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"survey_balancing": ""}, "A legitimate interest needs a balancing test."),
        ({"survey_basis": "consent"}, "Name the property of people that says who consented."),
        ({"survey_basis": "not_used"}, "Select a valid choice."),
        ({"testimonial_basis": "legitimate_interest"}, "Select a valid choice."),
        ({"min_n_anonymous": "4"}, "greater than or equal to 5"),
        ({"min_n_shown": "0"}, "greater than or equal to 2"),
        ({"answers_kept_months": "0"}, "greater than or equal to 1"),
        ({"people_kept_months": "9" * 30}, "less than or equal to 240"),
        ({"notice_en": "x" * 6_000}, "at most 5000 characters"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(
    nordlys: Company, owner: Client, wrong: dict[str, str], message: str
) -> None:
    page = owner.post(PAGE, {**FIELDS, **wrong}).content.decode()
    assert message in page
    assert "Nothing was saved yet." in page
    assert not Purpose.objects.exists()
    assert Workspace.objects.get(pk=nordlys.workspace.pk).min_n_shown == 10


def test_the_promise_to_those_who_answered_is_never_lowered(nordlys: Company, owner: Client) -> None:
    owner.post(PAGE, FIELDS)
    assert "at least 7 was promised" in owner.post(PAGE, {**FIELDS, "min_n_anonymous": "6"}).content.decode()
    workspace = Workspace.objects.get(pk=nordlys.workspace.pk)
    with pytest.raises(Refused, match="promise_lowered"):
        change_workspace(workspace=workspace, actor=SYSTEM, now=NOW, min_n_anonymous=5)


def test_a_manager_reads_and_does_not_change(nordlys: Company, sign_in: SignIn) -> None:
    page = sign_in(nordlys.bob).get(PAGE).content.decode()
    assert "Only owners change these." in page
    assert 'type="submit">Save' not in page
    assert sign_in(nordlys.bob).post(PAGE, FIELDS).status_code == 403


def test_people_are_told_in_their_language_or_the_companys(nordlys: Company, owner: Client) -> None:
    before = notice_of(nordlys.workspace, language="de")
    assert before.language == "en"
    assert "Nordlys Energy has a legitimate interest" in before.text
    owner.post(PAGE, FIELDS)
    workspace = Workspace.objects.get(pk=nordlys.workspace.pk)
    assert notice_of(workspace, language="en-GB").text == "Nordlys Energy asks to improve."
    assert notice_of(workspace, language="fi").language == "en"
