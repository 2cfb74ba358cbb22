"""What the page of an account shows of its money."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kuule.contacts.models import Account
from kuule.economics.rules.expiring import expiring
from kuule.economics.selectors.accounts import money_of_account
from kuule.economics.selectors.contracts import running_terms
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import is_allowed


def account_money(page: Mapping[str, Any]) -> str:
    """Show the money of an account beside its facts, to those who may see it."""
    member, account = page["member"], page["account"]
    if not is_allowed(member.role, "see_value"):
        return ""
    context = {
        "workspace": member.workspace,
        "member": member,
        "account": account,
        "money": money_of_account(account, day=timezone.localdate()),
        "currency": money_settings(member.workspace).currency,
        "csrf_token": page.get("csrf_token"),
    }
    return render_to_string("economics/_account_money.html", context)


def account_renewal(page: Mapping[str, Any]) -> str:
    """Return the card with what the account has at stake in the next twelve months, "" where nothing ends."""
    account: Account = page["account"]
    workspace: Workspace = page["workspace"]
    if not is_allowed(page["member"].role, "see_value"):
        return ""
    merged, day = merged_accounts(workspace), timezone.localdate()
    customer = merged.get(account.pk, account.pk)
    found = expiring(running_terms(workspace, merged, day=day, customers={customer}), day=day)
    if not found:
        return ""
    context = {"at_stake": found[0], "currency": money_settings(workspace).currency, "workspace": workspace}
    return render_to_string("economics/_account_renewal.html", context)
