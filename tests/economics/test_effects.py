"""Did it work? What is written down first, and what can be said of it, against figures reckoned elsewhere."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from django.test import Client

from kuule.contacts.models import Account, Contact
from kuule.contacts.services import define_property
from kuule.economics.answers.causes import CauseRemoved, Worth, causes_removed, worth_of
from kuule.economics.answers.effects import effect_of, windows_on
from kuule.economics.models import AccountMerge, LedgerEntry, Treatment, TreatmentChange
from kuule.economics.rules.effects import (
    APART,
    LOWERED,
    NO_OTHERS,
    NOT_BEGUN,
    RAISED,
    SMALL,
    THIN,
    UNSEEN,
    verdict_on,
    windows_of,
)
from kuule.economics.selectors.treated import touched_customers, treated_answers
from kuule.economics.services.effects import TreatmentPlan, change_treatment, write_treatment
from kuule.insight.models import Annotation
from kuule.responses.models import Response
from kuule.stats import Amount, Status, difference_in_differences
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
START = date(2026, 9, 1)
GROUP = Condition({"property": "account.plan", "is": "equal", "value": "Group"})
# People of a company answer alike: some companies are happier than others.
COMPANIES, PEOPLE = 24, 3


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def at(day: date) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def ask_everybody(programme: Programme, *, lift: int, early_lift: int = 0) -> None:
    """Let all people of 24 companies answer before and after the start; those on the plan Group score `lift` higher."""
    luck = random.Random(7)
    answers = []
    for number in range(COMPANIES):
        plan = "Group" if number % 2 else "Start"
        account = programme.account(f"Company {number}", plan=plan)
        mood = luck.choice([4, 6, 7, 8])
        for _person in range(PEOPLE):
            contact = programme.contact(account=account)
            for day, more in (
                (START - timedelta(days=120), -early_lift),
                (START - timedelta(days=40), 0),
                (START + timedelta(days=30), lift),
            ):
                score = mood + luck.choice([-1, 0, 0, 1, 2]) + (more if plan == "Group" else 0)
                answers.append(given(programme, contact, max(0, min(10, score)), at(day), {"account.plan": plan}))
    Response.objects.bulk_create(answers)


def given(programme: Programme, contact: Contact, score: int, moment: datetime, properties: dict[str, Any]) -> Response:
    """Return an answer as it is kept, to be written with many others."""
    return Response(
        workspace=programme.workspace,
        survey=programme.survey,
        version=programme.version,
        contact=contact,
        account=contact.account,
        channel="email",
        language="en",
        score=score,
        properties=properties,
        answered_at=moment,
    )


def write(company: Company, **told: Any) -> Treatment:
    plan = {"name": "New invoices", "kind": "release", "hypothesis": "Fewer questions", "starts_on": START, **told}
    return write_treatment(
        workspace=company.workspace, plan=TreatmentPlan(**plan), actor=SYSTEM, now=NOW, member=company.anna
    )


def reckoned(treatment: Treatment) -> Any:
    """Return the effect as statsmodels has it: least squares with errors by customer."""
    windows = windows_on(treatment, NOW.date())
    rows = [each for each in treated_answers(treatment, windows) if each.window in ("before", "after")]
    y = [100 * ((each.score >= 9) - (each.score <= 6)) for each in rows]
    treated = np.array([each.side == "touched" for each in rows], dtype=float)
    post = np.array([each.window == "after" for each in rows], dtype=float)
    columns = np.column_stack([np.ones(len(rows)), treated, post, treated * post])
    groups = np.unique([each.customer for each in rows], return_inverse=True)[1]
    return sm.OLS(np.array(y, dtype=float), columns).fit(cov_type="cluster", cov_kwds={"groups": groups})


@pytest.mark.any_database
def test_windows_follow_each_other_and_end_with_the_treatment() -> None:
    windows = windows_of(starts_on=START, ends_on=None, before_days=90, after_days=30, today=date(2026, 9, 11))
    assert (windows.earlier, windows.before, windows.until) == (date(2026, 3, 5), date(2026, 6, 3), date(2026, 9, 12))
    days = (windows.earlier, windows.before, START, date(2026, 9, 11), windows.until)
    assert [windows.window_of(day) for day in days] == ["earlier", "before", "after", "after", ""]
    ended = windows_of(starts_on=START, ends_on=START, before_days=90, after_days=30, today=date(2026, 12, 1))
    assert ended.until == START + timedelta(days=1)
    assert windows_of(starts_on=START, ends_on=None, before_days=9, after_days=9, today=date(2026, 8, 1)).until == START


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("limits", "told", "verdict"),
    [
        ((1.0, 11.0), {}, RAISED),
        ((-11.0, -1.0), {}, LOWERED),
        ((-4.0, 4.9), {}, SMALL),
        ((-4.0, 5.0), {}, UNSEEN),
        ((1.0, 11.0), {"is_apart": True}, APART),
        ((1.0, 11.0), {"customers": 4}, THIN),
        ((None, None), {}, THIN),
        ((1.0, 11.0), {"is_everyone": True}, NO_OTHERS),
        ((None, None), {"has_begun": False}, NOT_BEGUN),
    ],
)
def test_an_effect_is_claimed_only_where_nothing_speaks_against_it(
    limits: tuple[float | None, float | None], told: dict[str, Any], verdict: str
) -> None:
    usual = {"customers": 20, "is_everyone": False, "has_begun": True, "is_apart": False}
    assert verdict_on(lower=limits[0], upper=limits[1], **{**usual, **told}) == verdict


def test_the_effect_is_what_least_squares_say(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=3)
    treatment = write(nordlys, touched=(GROUP,))
    answer, expected = effect_of(treatment, day=NOW.date()), reckoned(treatment)
    assert answer.verdict == RAISED
    assert answer.effect.estimate == pytest.approx(expected.params[3])
    # Bias-reduced errors are a little wider than the common ones with so few customers.
    assert 0.95 < answer.effect.se / expected.bse[3] < 1.25
    assert answer.effect.clusters == COMPANIES
    assert [cell.figure.n for cell in answer.cells] == [36, 36, 36, 36]
    assert [cell.customers for cell in answer.cells] == [12, 12, 12, 12]
    assert not answer.is_apart
    page = sign_in(nordlys.vera).get(f"/w/nordlys/value/effects/{treatment.pk}/").content.decode()
    assert f"“New invoices” raised the score by {round(answer.effect.estimate)} points" in page
    assert "Both groups moved alike" in page


def test_comparable_people_drift_beside_the_touched(nordlys: Company, programme: Programme) -> None:
    # A low score is partly a bad day: everybody who scored 3 rises to 6 by themselves, the touched to 7.
    answers = []
    for number in range(40):
        plan = "Start" if number % 2 else "Group"
        contact = programme.contact(account=programme.account(f"Company {number}"))
        later = (7 if plan == "Group" else 6) + number % 3 - 1
        for score, days in ((3, -20), (later, 20)):
            moment = at(START + timedelta(days=days))
            answers.append(given(programme, contact, score, moment, {"account.plan": plan}))
    Response.objects.bulk_create(answers)
    drift = effect_of(write(nordlys, touched=(GROUP,)), day=NOW.date()).drift
    assert drift is not None
    touched = [7 + number % 3 - 1 - 3 for number in range(0, 40, 2)]
    others = [6 + number % 3 - 1 - 3 for number in range(1, 40, 2)]
    assert drift.treated.value == pytest.approx(np.mean(touched))
    assert drift.untreated.value == pytest.approx(np.mean(others))
    assert drift.difference.lower < 1 < drift.difference.upper


def test_groups_that_moved_apart_before_the_start_allow_no_claim(nordlys: Company, programme: Programme) -> None:
    ask_everybody(programme, lift=3, early_lift=5)
    answer = effect_of(write(nordlys, touched=(GROUP,)), day=NOW.date())
    assert answer.is_apart
    assert answer.verdict == APART


def test_without_others_nothing_is_claimed(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=3)
    treatment = write(nordlys)
    answer = effect_of(treatment, day=NOW.date())
    assert (answer.verdict, answer.drift, answer.effect.estimate) == (NO_OTHERS, None, None)
    page = sign_in(nordlys.anna).get(f"/w/nordlys/value/effects/{treatment.pk}/").content.decode()
    assert "Everybody was touched, so there is nobody to compare with." in page


def test_an_advertisement_that_annoys_is_visible(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=-4)
    treatment = write(nordlys, name="Loud campaign", kind="campaign", touched=(GROUP,))
    page = sign_in(nordlys.anna).get(f"/w/nordlys/value/effects/{treatment.pk}/").content.decode()
    assert "“Loud campaign” cost" in page


def test_listed_accounts_are_touched_also_after_they_became_one(nordlys: Company, programme: Programme) -> None:
    old, new, other = (programme.account(name) for name in ("Old", "New", "Other"))
    for account in (old, new, other):
        programme.answer(9, contact=programme.contact(account=account), at=at(START + timedelta(days=1)))
    treatment = write(nordlys, accounts=(old,))
    AccountMerge.objects.create(workspace=nordlys.workspace, account=old, into=new, merged_on=START, made_at=NOW)
    found = treated_answers(treatment, windows_on(treatment, NOW.date()))
    sides = {(each.customer, each.side) for each in found}
    assert sides == {(new.pk, "touched"), (other.pk, "others")}
    assert touched_customers(treatment) == 1


def test_conditions_know_language_and_channel(nordlys: Company, programme: Programme) -> None:
    for number, language in enumerate(("fi", "en", "fi", "sv")):
        contact = programme.contact(account=programme.account(f"Company {number}"))
        contact.language = language
        contact.save()
        programme.answer(9, contact=contact, at=at(START), language=language)
    finnish = Condition({"property": "~language", "is": "equal", "value": "fi"})
    mail = Condition({"property": "~channel", "is": "equal", "value": "email"})
    swedish = Condition({"property": "~language", "is": "equal", "value": "sv"})
    treatment = write(nordlys, touched=(finnish, mail), comparison=(swedish,))
    sides = [each.side for each in treated_answers(treatment, windows_on(treatment, NOW.date()))]
    assert sorted(sides) == ["others", "touched", "touched"]


def test_what_customers_pay_is_compared_too(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    for number in range(12):
        account = programme.account(f"Company {number}", plan="Group" if number % 2 else "Start")
        paid_after = 300 + number if number % 2 else 100 + number
        for day, amount in ((START - timedelta(days=10), 100 + number), (START + timedelta(days=10), paid_after)):
            LedgerEntry.objects.create(
                workspace=nordlys.workspace, external_id=f"{number} {day}", kind="revenue", account=account, day=day,
                amount=Decimal(amount), currency="EUR", converted=Decimal(amount), told_at=NOW,
            )  # fmt: skip
    unknown = {"workspace": nordlys.workspace, "kind": "revenue", "currency": "XXX", "told_at": NOW}
    LedgerEntry.objects.create(external_id="no rate", day=START, amount=5, account=Account.objects.first(), **unknown)
    treatment = write(nordlys, touched=(GROUP,))
    money = effect_of(treatment, day=NOW.date()).money
    assert money is not None
    before = np.array([100 + number for number in range(12)]) / (90 / (365.25 / 12))
    after = np.array([(300 if number % 2 else 100) + number for number in range(12)]) / (81 / (365.25 / 12))
    change = after - before
    assert money.effect.estimate == pytest.approx(change[1::2].mean() - change[0::2].mean())
    assert (money.touched, money.others, money.left_out) == (6, 6, 1)
    assert "What customers pay in a month" in (
        sign_in(nordlys.anna).get(f"/w/nordlys/value/effects/{treatment.pk}/").content.decode()
    )


FORM = {
    "name": "New invoices",
    "kind": "release",
    "hypothesis": "Fewer questions about invoices",
    "starts_on": "2026-09-01",
    "before_days": "90",
    "after_days": "60",
    **{f"{kind}-{field}": "0" for kind in ("touched", "comparison") for field in ("TOTAL_FORMS", "INITIAL_FORMS")},
    "touched-TOTAL_FORMS": "1",
    "touched-0-property": "Plan (account)",
    "touched-0-comparison": "equal",
    "touched-0-value": "Group",
}


def test_what_is_expected_is_written_before_and_changes_stay(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    define_property(
        workspace=nordlys.workspace, key="plan", label="Plan", kind="text", of="account", actor=SYSTEM, now=NOW
    )
    anna = sign_in(nordlys.anna)
    page = anna.post("/w/nordlys/value/effects/new/", FORM, follow=True)
    assert "It is written down." in page.content.decode()
    treatment = Treatment.objects.get()
    assert treatment.touched == [GROUP]
    assert (treatment.made_by, treatment.answers_then) == (nordlys.anna, 0)
    mark = Annotation.objects.get()
    assert (mark.name, mark.day, treatment.annotation) == ("New invoices", START, mark)
    where = f"/w/nordlys/value/effects/{treatment.pk}/"
    assert "Plan (account) is Group" in page.content.decode()
    later = {**FORM, "touched-INITIAL_FORMS": "1", "starts_on": "2026-09-05"}
    changed = anna.post(f"{where}change/", later, follow=True).content.decode()
    assert "the first day: 2026-09-01" in changed
    assert TreatmentChange.objects.get().before == {"starts_on": "2026-09-01"}
    anna.post(f"{where}change/", later)
    assert TreatmentChange.objects.count() == 1
    assert sign_in(nordlys.vera).post(f"{where}change/", FORM).status_code == 403


@pytest.mark.any_database
def test_a_figure_that_could_have_been_seen_is_said_to_be(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    programme.answer(9, contact=programme.contact(), at=at(START))
    treatment = write(nordlys)
    assert treatment.answers_then == 1
    page = sign_in(nordlys.vera).get(f"/w/nordlys/value/effects/{treatment.pk}/").content.decode()
    assert "the figure could have been seen" in page


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2026-08-01"}, "The last day is before the first."),
        ({"starts_on": "0026-09-01"}, "This day is very far away."),
        ({"accounts": "Nobody\nNobody else"}, "No account, or several, are called: Nobody, Nobody else."),
        ({"hoped_for": "100"}, "Only of a cause that is removed"),
        ({"hypothesis": ""}, "This field is required."),
        ({"touched-0-value": ""}, "Say with what it is compared."),
        ({"after_days": "3"}, "greater than or equal to 7"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    nordlys: Company, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    page = sign_in(nordlys.anna).post("/w/nordlys/value/effects/new/", {**FORM, **change})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Treatment.objects.exists()


def test_a_mark_on_the_trend_leads_to_its_effect(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    treatment = write(nordlys)
    bare = Annotation.objects.create(workspace=nordlys.workspace, day=START, name="Storm", made_at=NOW)
    anna = sign_in(nordlys.anna)
    marks = anna.get("/w/nordlys/annotations/").content.decode()
    assert f"/w/nordlys/value/effects/{treatment.pk}/" in marks
    new = f"/w/nordlys/value/effects/new/?annotation={bare.pk}"
    assert new in marks
    assert 'value="Storm"' in anna.get(new).content.decode()
    anna.post(new, {**FORM, "name": "Storm", "touched-TOTAL_FORMS": "0"})
    assert Treatment.objects.get(name="Storm").annotation == bare
    programme.answer(9, contact=programme.contact(), at=at(START))
    assert f"/w/nordlys/value/effects/{treatment.pk}/" in anna.get("/w/nordlys/?period=all").content.decode()
    assert "value/effects" not in sign_in(nordlys.frida).get("/w/nordlys/annotations/").content.decode()


@pytest.mark.any_database
def test_every_cell_leads_to_its_answers(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=3)
    treatment = write(nordlys, touched=(GROUP,))
    where = f"/w/nordlys/value/effects/{treatment.pk}/answers/"
    anna = sign_in(nordlys.anna)
    shown = anna.get(f"{where}?side=touched&window=after").content.decode()
    assert "Company 1" in shown
    assert "Company 2<" not in shown
    taken = anna.post(f"{where}?side=touched&window=after", {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    assert len(rows) == 1 + 36
    scores = [int(row[4]) for row in rows[1:]]
    after = next(
        cell for cell in effect_of(treatment, day=NOW.date()).cells if (cell.side, cell.window) == ("touched", "after")
    )
    assert after.figure.value == pytest.approx(100 * np.mean([(each >= 9) - (each <= 6) for each in scores]))


def test_causes_removed_are_worth_what_shows(nordlys: Company, programme: Programme, sign_in: SignIn) -> None:
    ask_everybody(programme, lift=3)
    shown = write(nordlys, kind="cause", touched=(GROUP,), hoped_for=Decimal(50_000))
    nothing = Condition({"property": "account.plan", "is": "equal", "value": "Nobody has it"})
    write(nordlys, name="Faster calls", kind="cause", touched=(nothing,), hoped_for=Decimal(9_000))
    found = causes_removed(nordlys.workspace, day=NOW.date())
    assert [each.treatment_id for each in found.shown] == [shown.pk]
    assert found.shown[0].customers == 12
    assert found.hoped_for == Decimal(9_000)
    assert found.worth is None
    page = sign_in(nordlys.vera).get("/w/nordlys/value/effects/causes/").content.decode()
    assert "Nobody can say yet what a detractor less is worth" in page


@pytest.mark.any_database
def test_the_range_of_worth_holds_the_doubt_of_effect_and_value() -> None:
    effect = difference_in_differences([60, 70, 62, 90, 64, 91], [0, 0, 1, 1, 1, 1], [0, 1, 0, 1, 0, 1])
    effect = replace(effect, estimate=20.0, se=5.0)
    cause = CauseRemoved(treatment_id=1, hoped_for=None, verdict=RAISED, effect=effect, customers=50, worth=None)
    amounts = {"n": 90, "units": 90, "method": "t", "confidence": 0.95, "status": Status.OK}
    difference = Amount(value=1_000.0, lower=400.0, upper=1_600.0, **amounts)
    worth = worth_of([cause, cause], difference)
    luck = np.random.default_rng(1)
    moved = luck.normal(0.2, 0.05, (2, 400_000)).sum(axis=0) * 50
    simulated = moved * luck.normal(1_000, 1_200 / (2 * 1.959964), 400_000)
    assert worth is not None
    assert worth.value == pytest.approx(20_000)
    assert worth.upper - worth.value == pytest.approx(1.959964 * simulated.std(), rel=0.01)
    assert worth.value - worth.lower == pytest.approx(worth.upper - worth.value)
    assert worth_of([cause], replace(difference, value=None)) is None
    assert worth_of([], difference) == Worth(value=0.0, lower=0.0, upper=0.0)


def test_a_stranger_and_other_workspaces_are_kept_out(
    nordlys: Company, charlie: Member, programme: Programme, sign_in: SignIn
) -> None:
    programme.answer(9, contact=programme.contact(), at=at(START))
    theirs = write_treatment(
        workspace=charlie.workspace,
        plan=TreatmentPlan(name="Theirs", kind="else", hypothesis="-", starts_on=START),
        actor=SYSTEM,
        now=NOW,
    )
    assert treated_answers(theirs, windows_on(theirs, NOW.date())) == []
    assert sign_in(nordlys.anna).get(f"/w/nordlys/value/effects/{theirs.pk}/").status_code == 404
    assert not Contact.objects.filter(workspace=charlie.workspace).exists()


def test_a_change_of_accounts_is_on_record(nordlys: Company, programme: Programme) -> None:
    one, two = programme.account("One"), programme.account("Two")
    plan = TreatmentPlan(name="New invoices", kind="release", hypothesis="Fewer questions", starts_on=START)
    treatment = write(nordlys, accounts=(one,))
    fields = {name: getattr(plan, name) for name in ("name", "kind", "hypothesis", "starts_on")}
    change_treatment(treatment=treatment, plan=TreatmentPlan(**fields, accounts=(two,)), actor=SYSTEM, now=NOW)
    assert [each.account for each in treatment.accounts.all()] == [two]
    assert TreatmentChange.objects.get().before == {"accounts": [one.pk]}
