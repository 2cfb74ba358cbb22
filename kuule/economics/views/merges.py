"""Accounts that became part of another."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.contacts.models import Account
from kuule.contacts.selectors import account_of
from kuule.economics.forms.merges import MergeForm
from kuule.economics.models import AccountMerge
from kuule.economics.services.merges import merge_accounts, undo_merge
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def account_merge(request: MemberRequest, account_id: int) -> HttpResponse:
    """Say that an account became part of another."""
    account = _account(request, account_id)
    form = MergeForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_bound and form.is_valid():
        try:
            merge_accounts(account=account, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("into", _words(refused))
        else:
            messages.success(request, _("From now on both count as one customer. Nothing was deleted."))
            return redirect("account_page", request.workspace.slug, account.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "economics/account_merge.html", {"form": form, "account": account}, status=status)


@member_page("change_value")
@require_POST
def account_merge_undo(request: MemberRequest, account_id: int) -> HttpResponse:
    """Make two customers again of an account and the one it became part of."""
    account = _account(request, account_id)
    merge = get_object_or_404(AccountMerge, workspace=request.workspace, account=account)
    undo_merge(merge=merge, actor=request.actor, now=timezone.now())
    messages.success(request, _("They count as two customers again."))
    return redirect("account_page", request.workspace.slug, account.pk)


def _account(request: MemberRequest, account_id: int) -> Account:
    account = account_of(request.workspace, account_id=account_id)
    if account is None:
        raise Http404
    return account


def _words(refused: Refused) -> str:
    words = {
        "same_account": _("That is this account itself. Write another one."),
        "merge_circle": _("That account is part of this one already. Undo that first, on its page."),
    }
    return words[refused.code]
