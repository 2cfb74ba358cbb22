"""People from a file: what becomes of each line."""

import pytest

from kuule.contacts.models import Account, Contact, ImportProblem, PropertyDefinition
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.columns import Column, ColumnMapping
from kuule.contacts.selectors import contacts_matching, suppressions_of
from kuule.contacts.services import UnusableMappingError, add_contact, archive_contact, open_account, suppress
from kuule.jobs.models import Job
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM

PEOPLE = """\
\ufeffId;Name;E-mail;Phone;Company;Company ID;Role;Job title;Language;Time zone;Plan;Seats;Since;VIP;Company size
P-1;Aino Mäkelä;AINO@acme.example;+358 40 123 4567;Acme Oy;C-1;Decision-maker;CFO;Finnish;europe/helsinki;\
gold;10;2024-01-31;yes;250
P-2;Nguyễn Văn Đức;duc@acme.example;;Acme Oy;C-1;käyttäjä;;vi;;silver;2,5;7.11.2025;no;250
P-3;Olav Bjørnsen;olav@fjord.example;;Fjord Drift;;influencer;;no;;;;;;
"""


def result(job: Job) -> tuple[int, int, int, int]:
    assert job.state == "done", job.error
    return tuple(job.result[name] for name in ("added", "changed", "unchanged", "kept_out"))  # type: ignore[return-value]


def snapshot() -> list[dict[str, object]]:
    return [*Contact.objects.order_by("pk").values(), *Account.objects.order_by("pk").values()]


def test_a_file_becomes_people_accounts_and_typed_properties(bring_in, problems, nordlys) -> None:
    job = bring_in(PEOPLE)
    assert result(job) == (3, 0, 0, 0)
    assert problems(job) == []
    aino = Contact.objects.get(external_id="P-1")
    assert (aino.email, aino.phone, aino.role) == ("aino@acme.example", "+358401234567", "decision_maker")
    assert (aino.title, aino.language, aino.timezone) == ("CFO", "fi", "Europe/Helsinki")
    assert aino.properties == {"plan": "gold", "seats": 10, "since": "2024-01-31", "vip": True}
    assert aino.account is not None
    assert (aino.account.name, aino.account.external_id, aino.account.properties) == ("Acme Oy", "C-1", {"size": 250})
    duc = Contact.objects.get(external_id="P-2")
    assert duc.account == aino.account
    assert duc.properties == {"plan": "silver", "seats": 2.5, "since": "2025-11-07", "vip": False}
    kinds = PropertyDefinition.objects.values_list("of", "key", "label", "kind")
    assert set(kinds) == {
        ("contact", "plan", "Plan", "text"),
        ("contact", "seats", "Seats", "number"),
        ("contact", "since", "Since", "date"),
        ("contact", "vip", "VIP", "boolean"),
        ("account", "size", "Company size", "number"),
    }
    found = contacts_matching(nordlys.workspace, filter=ContactFilter(search="acme", language="fi"))
    assert list(found) == [aino]
    by_size = ContactFilter(property_key="account.size", property_value="250")
    assert contacts_matching(nordlys.workspace, filter=by_size).count() == 2


def test_the_same_file_again_changes_nothing_and_leaves_one_line_in_the_audit_log(bring_in) -> None:
    bring_in(PEOPLE)
    before = snapshot()
    acts = AuditEntry.objects.count()
    assert result(bring_in(PEOPLE)) == (0, 0, 3, 0)
    assert snapshot() == before
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")][acts:] == ["job_opened", "contacts_imported"]


def test_people_are_known_by_id_then_by_address_and_an_empty_cell_leaves_things_as_they_are(bring_in) -> None:
    bring_in("id,email,name,title,plan\n1,a@x.example,Ann,CEO,gold\n,b@x.example,Bo,CTO,gold\n")
    job = bring_in("id,email,name,title,plan,seats\n1,ann@x.example,Ann Ek,,,5\n2,B@x.example,,,silver,\n")
    assert result(job) == (0, 2, 0, 0)
    ann, bo = Contact.objects.order_by("pk")
    assert (ann.email, ann.name, ann.title, ann.properties) == (
        "ann@x.example",
        "Ann Ek",
        "CEO",
        {"plan": "gold", "seats": 5},
    )
    assert (bo.external_id, bo.name, bo.properties) == ("2", "Bo", {"plan": "silver"})


def test_every_bad_cell_is_named_and_good_lines_go_in(bring_in, problems) -> None:
    job = bring_in(
        "id,email,name,role,language,time zone,phone,seats,since,vip\n"
        "1,a@x.example,Ann,user,fi,Europe/Oslo,+4712345678,1,2024-01-01,yes\n"
        "2,not an address,Bo,king,klingon,Mars/Base,+12,ten,soon,maybe\n"
        ",,Nobody,,,,,,,\n"
        f'3,c@x.example,{"x" * 201},,,,,"1,234",2024-02-30,no\n'
        "4,d@x.example,Di\x00ana,,,,,,,\n"
        "5,e@x.example\n"
        '6,f@x.example,"Fay" Ek,,,,,,,\n'
        "7,g@x.example,Guy,,,,,7,,no,,\n",
        mapping_of("id,email,name,role,language,timezone,phone,seats:number,since:date,vip:boolean"),
    )
    assert result(job) == (2, 0, 0, 6)
    assert problems(job) == [
        (3, "email", "not an address", "bad_email"),
        (3, "role", "king", "unknown_role"),
        (3, "language", "klingon", "unknown_language"),
        (3, "timezone", "Mars/Base", "unknown_timezone"),
        (3, "phone", "+12", "bad_phone"),
        (3, "seats", "ten", "bad_number"),
        (3, "since", "soon", "bad_date"),
        (3, "vip", "maybe", "bad_boolean"),
        (4, "", "", "no_identity"),
        (5, "name", "x" * 200, "too_long"),
        (5, "seats", "1,234", "unclear_number"),
        (5, "since", "2024-02-30", "bad_date"),
        (6, "name", "Diana", "control_characters"),
        (7, "", "", "wrong_cell_count"),
        (8, "", "", "bad_quotes"),
    ]
    assert set(Contact.objects.values_list("name", flat=True)) == {"Ann", "Guy"}


def mapping_of(columns: str) -> ColumnMapping:
    """A mapping from `email,name,seats:number`: fields, and properties with their types."""
    made = []
    for column in columns.split(","):
        name, _, kind = column.partition(":")
        targets = {"id": "external_id"}
        made.append(Column(name, "contact_property", name, kind) if kind else Column(name, targets.get(name, name)))
    return ColumnMapping(",", tuple(made))


def test_two_lines_about_one_person_are_one_too_many(bring_in, problems) -> None:
    bring_in("id,email,name\n9,nine@x.example,Nina\n")
    job = bring_in(
        "id,email,name\n1,a@x.example,Ann\n1,b@x.example,Bo\n2,A@x.example,Cy\n3,c@x.example,Di\n"
        ",nine@x.example,Nina Ek\n9,,Nina Ask\n"
    )
    assert result(job) == (2, 1, 0, 3)
    assert problems(job) == [
        (3, "id", "1", "duplicate_in_file"),
        (4, "email", "a@x.example", "duplicate_in_file"),
        (7, "", "", "duplicate_in_file"),
    ]
    assert list(ImportProblem.objects.filter(job=job).values_list("detail", flat=True)) == ["2", "2", "6"]


def test_an_address_is_never_taken_from_somebody_else(bring_in, problems) -> None:
    bring_in("id,email\n1,a@x.example\n2,b@x.example\n")
    job = bring_in("id,email\n1,b@x.example\n3,a@x.example\n")
    assert result(job) == (0, 0, 0, 2)
    assert problems(job) == [(2, "email", "b@x.example", "taken"), (3, "email", "a@x.example", "other_id")]


def test_an_address_that_one_gives_up_another_may_take_whatever_the_order(bring_in) -> None:
    bring_in("id,email\n1,a@x.example\n2,b@x.example\n")
    assert result(bring_in("id,email\n1,b@x.example\n3,a@x.example\n2,c@x.example\n")) == (1, 2, 0, 0)
    emails = dict(Contact.objects.values_list("external_id", "email"))
    assert emails == {"1": "b@x.example", "2": "c@x.example", "3": "a@x.example"}
    assert ImportProblem.objects.count() == 0


def test_an_account_is_known_by_id_then_by_name_and_may_get_its_id_and_its_name_from_a_file(bring_in, problems) -> None:
    bring_in("email,account\na@x.example,Acme Oy\nb@x.example,ACME  oy\n")
    assert Account.objects.count() == 1
    bring_in("email,account,account id\na@x.example,Acme Oy,C-1\n")
    bring_in("email,account,account id\na@x.example,Acme Group,C-1\n")
    account = Account.objects.get()
    assert (account.name, account.external_id) == ("Acme Group", "C-1")
    assert Contact.objects.filter(account=account, search_text__contains="group").count() == 2


def test_what_the_first_line_says_about_an_account_counts(bring_in, problems) -> None:
    file = (
        "email,account,account id,company plan\na@x.example,Acme,C-1,gold\nb@x.example,Acme Oy,C-1,silver\n"
        "c@x.example,,,bronze\n"
    )
    job = bring_in(file)
    assert result(job) == (3, 0, 0, 0)
    assert problems(job) == [
        (3, "account", "Acme Oy", "account_differs"),
        (3, "company plan", "silver", "account_differs"),
        (4, "company plan", "bronze", "no_account"),
    ]
    account = Account.objects.get()
    assert (account.name, account.properties) == ("Acme", {"plan": "gold"})
    assert result(bring_in(file)) == (0, 0, 3, 0)


def test_several_accounts_with_one_name_need_an_id(bring_in, problems, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    for number in (1, 2):
        open_account(name="Acme", external_id=f"C-{number}", **who)
    job = bring_in("email,account,account id\na@x.example,Acme,\nb@x.example,Acme,C-2\n")
    assert result(job) == (1, 0, 0, 1)
    assert problems(job) == [(2, "account", "Acme", "unclear_account")]


def test_archived_people_stay_archived_and_the_line_says_so(bring_in, problems, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    archive_contact(contact=add_contact(email="a@x.example", **who), actor=SYSTEM, now=now)
    job = bring_in("email,name\na@x.example,Ann\n")
    assert result(job) == (0, 1, 0, 0)
    assert problems(job) == [(2, "", "", "archived")]
    assert not contacts_matching(nordlys.workspace, filter=ContactFilter(search="ann")).exists()


def test_whoever_said_stop_is_not_asked_at_an_address_from_a_file(bring_in, nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    ann = add_contact(email="a@x.example", external_id="1", **who)
    suppress(address=ann.email, reason="unsubscribed", contact=ann, **who)
    bring_in("id,email\n1,ann@x.example\n")
    assert suppressions_of(nordlys.workspace, addresses=["ann@x.example"]) == {"ann@x.example": "unsubscribed"}


def test_people_of_another_company_are_other_people(bring_in, charlie, now) -> None:
    add_contact(workspace=charlie.workspace, email="a@x.example", external_id="1", actor=SYSTEM, now=now)
    open_account(workspace=charlie.workspace, name="Acme", external_id="C-1", actor=SYSTEM, now=now)
    assert result(bring_in("id,email,account,account id\n1,a@x.example,Acme,C-1\n")) == (1, 0, 0, 0)
    assert Contact.objects.filter(workspace=charlie.workspace, account=None, name="").count() == 1


def test_invisible_characters_are_cleaned_and_scripts_are_only_text(bring_in) -> None:
    bring_in("email,name\na@x.example,\u202eAnn\u200b  <script>alert(1)</script>\n")
    assert Contact.objects.get().name == "Ann <script>alert(1)</script>"


@pytest.mark.parametrize(
    ("columns", "problems"),
    [
        ("name", ["no_identity_column"]),
        ("email,email", ["used_twice", "used_twice"]),
        ("email,seats:number,seats:number", ["used_twice", "used_twice"]),
        ("email,Seats!:number", ["bad_key"]),
        ("email,seats:colour", ["unknown_target"]),
        ("email,nonsense", ["unknown_target"]),
        ("email,plan:number", ["other_kind"]),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_and_leaves_no_trace(bring_in, columns, problems) -> None:
    bring_in("email,plan\na@x.example,gold\n")
    before = Job.objects.count(), PropertyDefinition.objects.count()
    with pytest.raises(UnusableMappingError) as refused:
        bring_in("a,b,c\n1,2,3\n", mapping_of(columns))
    assert [problem.reason for problem in refused.value.problems] == problems
    assert (Job.objects.count(), PropertyDefinition.objects.count()) == before
