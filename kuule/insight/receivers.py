"""What the pages of lower rooms show of this one."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kuule.contacts.models import Account
from kuule.contacts.selectors import accounts_within
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers.account_coverage import coverage_of, heard_since
from kuule.insight.selectors.account_coverage import accounts_heard, last_signs_of_life, people_counted
from kuule.insight.selectors.moves import moves_of


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
