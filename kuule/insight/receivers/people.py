"""What the pages of accounts and people show of their answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kuule.contacts.models import Account, Contact
from kuule.contacts.selectors import accounts_within
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers import answer
from kuule.insight.answers.account_coverage import coverage_of, heard_since
from kuule.insight.query import Query
from kuule.insight.selectors.account_coverage import accounts_heard, last_signs_of_life, people_counted
from kuule.insight.selectors.moves import moves_of
from kuule.insight.selectors.persons import answers_of_person, persons_heard
from kuule.insight.selectors.responses import newest_comments
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import is_allowed

COMMENTS = 3
A_YEAR = "365d"
ANSWERS = 20


def account_score(page: Mapping[str, Any]) -> str:
    """Return the card with what the people of an account said: score, interval, newest comments."""
    account: Account = page["account"]
    if not _sees_results(page):
        return ""
    query = _of_account(account)
    found = answer(query)
    context = {"answer": found, "query": query, "comments": newest_comments(query, count=COMMENTS), **_page(page)}
    return render_to_string("insight/_account_score.html", context)


def account_card(page: Mapping[str, Any]) -> str:
    """Return the card that the page of an account shows: who was asked, answered, and is silent."""
    account: Account = page["account"]
    now, settings = timezone.now(), coverage_settings_of(account.workspace)
    since, here = heard_since(settings, now), {account.pk}
    found = coverage_of(
        worths={account.pk: None},
        people=people_counted(account.workspace, since=since, account_ids=here),
        heard=here,
    )
    alive = last_signs_of_life(account.workspace, account_ids=[account.pk]).get(account.pk)
    parts = {each.pk for each in accounts_within(account)}
    whole = (
        coverage_of(
            worths=dict.fromkeys(here | parts),
            people=people_counted(account.workspace, since=since, account_ids=here | parts),
            heard=accounts_heard(account.workspace, since=since),
        )
        if parts
        else None
    )
    context = {
        "whole": whole,
        "roles": found.roles,
        "moves": moves_of(account),
        "settings": settings,
        "alive": alive,
        "workspace": page["workspace"],
    }
    return render_to_string("insight/_account_coverage.html", context)


def account_people(page: Mapping[str, Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Return the last answer of each person, or how long they have been silent, by id."""
    if not _sees_results(page):
        return {}
    workspace: Workspace = page["workspace"]
    heard = persons_heard(workspace, contact_ids=ids)
    return {pk: render_to_string("insight/_person_mark.html", {"heard": heard[pk]}) for pk in ids}


def person_answers(page: Mapping[str, Any]) -> str:
    """Return the card with everything a person answered, and since when they have been silent."""
    contact: Contact = page["contact"]
    if not _sees_results(page):
        return ""
    found, total = answers_of_person(contact, count=ANSWERS)
    heard = persons_heard(contact.workspace, contact_ids=[contact.pk])[contact.pk]
    context = {"answers": found, "total": total, "heard": heard, "contact": contact, **_page(page)}
    return render_to_string("insight/_person_answers.html", context)


def _of_account(account: Account) -> Query:
    workspace = account.workspace
    query, _problems = Query.from_params(
        {"account": str(account.pk)},
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        now=timezone.now(),
        period=A_YEAR,
    )
    return query


def _sees_results(page: Mapping[str, Any]) -> bool:
    return is_allowed(page["member"].role, "see_results")


def _page(page: Mapping[str, Any]) -> dict[str, Any]:
    return {"workspace": page["workspace"], "member": page["member"]}
