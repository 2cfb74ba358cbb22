"""Customer companies: the list, one of them, and what can be done to one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.contacts.forms.accounts import AccountForm
from kuule.contacts.forms.filters import AccountFilterForm
from kuule.contacts.models import Account
from kuule.contacts.selectors import account_of, accounts_matching, accounts_within, capped_count, definitions
from kuule.contacts.selectors.people import archived_accounts, people_by_role, people_counts
from kuule.contacts.services import archive_account, bring_back_account, change_account, open_account
from kuule.contacts.views.lists import account_names, filter_context, list_page, page_context
from kuule.contacts.views.properties import shown_properties
from kuule.ui.slots import marks_of
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people")
@require_safe
def account_list(request: MemberRequest) -> HttpResponse:
    """List the customer companies, filtered by what the address asks for."""
    form = AccountFilterForm(request.GET, workspace=request.workspace)
    context: dict[str, Any] = {"has_archived": archived_accounts(request.workspace).exists()}
    if form.is_valid():
        found = accounts_matching(request.workspace, filter=form.asked).select_related("owner__user", "team")
        page = list_page(request, found)
        people = people_counts(request.workspace, accounts=page.rows)
        context |= page_context(request, page) | {
            "rows": [(account, people.get(account.pk, 0)) for account in page.rows],
            "total": capped_count(found),
        }
    return render(request, "contacts/account_list.html", context | filter_context(request, form))


@member_page("see_people")
@require_safe
def account_archived(request: MemberRequest) -> HttpResponse:
    """List the accounts that were put away."""
    words = {"heading": _("Archived accounts"), "list_name": _("Accounts"), "page_name": "account_page"}
    context = page_context(request, list_page(request, archived_accounts(request.workspace))) | words
    context["list_url"] = reverse("account_list", args=[request.workspace.slug])
    return render(request, "contacts/archived_list.html", context)


@member_page("see_people")
@require_safe
def account_names_offered(request: MemberRequest) -> HttpResponse:
    """Return accounts whose names go on as somebody types, as options of a field."""
    accounts = account_names(request.workspace, search=request.GET.get("account", "")[:200])
    return render(request, "contacts/_account_names.html", {"accounts": accounts})


@member_page("see_people")
@require_safe
def account_page(request: MemberRequest, account_id: int) -> HttpResponse:
    """Show what is known of a customer company, and its people by role."""
    account = _account(request, account_id)
    groups = people_by_role(request.workspace, account=account)
    shown = [contact.pk for group in groups for contact in group.shown]
    marks = marks_of("account_people", {"workspace": request.workspace, "member": request.member}, shown)
    context = {
        "account": account,
        "properties": shown_properties(account.properties, definitions(request.workspace, of="account")),
        "groups": [(group, [(contact, marks[contact.pk]) for contact in group.shown]) for group in groups],
        "parts": accounts_within(account),
        "total": sum(group.total for group in groups),
        "named": account.external_id or account.name,
    }
    return render(request, "contacts/account_page.html", context)


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: MemberRequest) -> HttpResponse:
    """Add a customer company."""
    form = AccountForm(request.POST or None, workspace=request.workspace)
    if form.is_valid():
        try:
            account = open_account(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(account)s is on the list.") % {"account": account})
            return redirect("account_page", request.workspace.slug, account.pk)
    return render(request, "contacts/account_new.html", _form_context(request, form))


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def account_edit(request: MemberRequest, account_id: int) -> HttpResponse:
    """Change what is known of a customer company."""
    account = _account(request, account_id)
    form = AccountForm(request.POST or None, workspace=request.workspace, account=account)
    if form.is_valid():
        try:
            change_account(account=account, actor=request.actor, now=timezone.now(), **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("account_page", request.workspace.slug, account_id)
    context = {**_form_context(request, form), "account": _account(request, account_id)}
    return render(request, "contacts/account_edit.html", context)


@member_page("change_people")
@require_POST
def account_archive(request: MemberRequest, account_id: int) -> HttpResponse:
    """Put a customer company away."""
    account = _account(request, account_id)
    archive_account(account=account, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(account)s is archived. Its people stay.") % {"account": account})
    return redirect("account_page", request.workspace.slug, account_id)


@member_page("change_people")
@require_POST
def account_bring_back(request: MemberRequest, account_id: int) -> HttpResponse:
    """Take a customer company out of the archive."""
    account = _account(request, account_id)
    bring_back_account(account=account, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(account)s is back on the list.") % {"account": account})
    return redirect("account_page", request.workspace.slug, account_id)


def _form_context(request: MemberRequest, form: AccountForm) -> dict[str, Any]:
    return {"form": form, "accounts": account_names(request.workspace)}


def _account(request: MemberRequest, account_id: int) -> Account:
    account = account_of(request.workspace, account_id=account_id)
    if account is None:
        raise Http404
    return account
