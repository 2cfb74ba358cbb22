"""People who are known by their phone number, where nothing better is said."""

import pytest
from django.core.files.base import ContentFile

from kuule.contacts.models import Contact
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.services import guess_mapping
from tests.contacts.test_import import result


def test_somebody_of_whom_only_the_number_is_known_is_known_by_it(bring_in) -> None:
    bring_in("name,phone\nAnn,+358 40 123 4567\n")
    assert result(bring_in("name,phone\nAnn Ek,00358401234567\n")) == (0, 1, 0, 0)
    assert result(bring_in("email,phone\nann@x.example,+358401234567\n")) == (0, 1, 0, 0)
    assert Contact.objects.values_list("name", "email", "phone").get() == ("Ann Ek", "ann@x.example", "+358401234567")


def test_colleagues_who_share_a_number_stay_two(bring_in, problems) -> None:
    file = "email,phone\na@x.example,+35891234567\nb@x.example,+35891234567\n"
    assert result(bring_in(file)) == (2, 0, 0, 0)
    assert result(bring_in(file)) == (0, 0, 2, 0)
    job = bring_in("name,phone\nWho,+35891234567\n")
    assert problems(job) == [(2, "phone", "+35891234567", "unclear_phone")]


def test_a_number_without_its_country_is_nobody_unless_the_country_is_said(bring_in, problems, nordlys) -> None:
    assert problems(bring_in("name,phone\nAnn,040 123 4567\n")) == [(2, "", "", "no_identity")]
    mapping = ColumnMapping(",", as_guessed(nordlys, "name,phone\nAnn,040\n").columns, options={"country": "FI"})
    assert result(bring_in("name,phone\nAnn,040 123 4567\nBo,12\n", mapping)) == (1, 0, 0, 1)
    assert Contact.objects.get().phone == "+358401234567"


def as_guessed(company, text: str) -> ColumnMapping:
    return guess_mapping(workspace=company.workspace, file=ContentFile(text.encode()))


@pytest.mark.parametrize("address", ["", "a@x.example"])
def test_one_file_is_about_a_number_once(bring_in, problems, address) -> None:
    job = bring_in(f"email,phone,name\n,+358401234567,Ann\n{address},+358401234567,\n")
    assert [reason for *_rest, reason in problems(job)] == ["duplicate_in_file"]
