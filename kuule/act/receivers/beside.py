"""What pages of answers, people and accounts show of cases, and the touch that opens one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from kuule.act.selectors.beside import cases_of_answers, cases_of_customer
from kuule.contacts.models import Account, Contact
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed


def answer_marks(page: Mapping[str, Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Return beside each answer of a list how its case stands, with the way to it."""
    member: Member = page["member"]
    if not is_allowed(member.role, "see_cases"):
        return {}
    cases, slug = cases_of_answers(member, responses=ids), page["workspace"].slug
    return {
        response: format_html(
            '<a class="plain-link" href="{}">{}</a>',
            reverse("case_page", args=[slug, case.pk]),
            render_to_string("act/_case_state.html", {"case": case}),
        )
        for response, case in cases.items()
    }


def answer_case(page: Mapping[str, Any]) -> str:
    """Return the card with the case of an answer, or the touch that opens one where somebody is known to call."""
    response: Response = page["response"]
    found = cases_of_answers(page["member"], responses=[response.pk])
    is_known = (response.contact_id or response.account_id) and not response.survey.is_anonymous
    return _card(page, list(found.values()), len(found), response=response.pk if is_known and not found else None)


def contact_cases(page: Mapping[str, Any]) -> str:
    """Return the card with the cases of a person."""
    contact: Contact = page["contact"]
    cases, total = cases_of_customer(page["member"], customer=contact)
    return _card(page, cases, total, contact=contact.pk)


def account_cases(page: Mapping[str, Any]) -> str:
    """Return the card with the cases of an account."""
    account: Account = page["account"]
    cases, total = cases_of_customer(page["member"], customer=account)
    return _card(page, cases, total, account=account.pk)


def _card(page: Mapping[str, Any], cases: Sequence[Any], total: int, **about: int | None) -> str:
    member: Member = page["member"]
    if not is_allowed(member.role, "see_cases"):
        return ""
    kind, pk = next(iter(about.items()))
    can_open = pk is not None and is_allowed(member.role, "work_cases")
    if not cases and not can_open:
        return ""
    context = {
        "workspace": page["workspace"],
        "member": member,
        "cases": cases,
        "total": total,
        "kind": kind,
        "pk": pk,
        "can_open": can_open,
        "csrf_token": page.get("csrf_token"),
    }
    return render_to_string("act/_cases_card.html", context)
