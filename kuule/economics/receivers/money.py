"""The money of an account, beside its facts."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kuule.economics.selectors.accounts import money_of_account
from kuule.economics.selectors.settings import money_settings
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
