"""What is at stake with the customer of a case: what they bought, and when their contract ends."""

from dataclasses import dataclass
from datetime import date

from kuule.act.models import Case
from kuule.economics.answers.renewals import Renewal, renewal_outlook
from kuule.economics.rules.expiring import expiring
from kuule.economics.selectors.accounts import AccountMoney, money_of_account
from kuule.economics.selectors.contracts import running_terms
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.economics.selectors.settings import money_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStake:
    """The money of the account, and the contract that ends within twelve months with how likely it is renewed.

    `days` is how many days are left of it. None where nothing is known of either.
    """

    currency: str
    money: AccountMoney | None
    renewal: Renewal | None
    days: int | None


def stake_of(case: Case, *, day: date) -> CaseStake:
    """Return what is at stake in a case on a day."""
    workspace, merged = case.workspace, merged_accounts(case.workspace)
    customer = customer_code(case.account_id, case.contact_id, merged)
    renewal = None
    # How likely it is renewed is learnt from all contracts: that is not worth while where none of theirs ends.
    if customer is not None and expiring(running_terms(workspace, merged, day=day, customers={customer}), day=day):
        renewal = next(iter(renewal_outlook(workspace, day=day, customers={customer}).renewals), None)
    return CaseStake(
        currency=money_settings(workspace).currency,
        money=money_of_account(case.account, day=day) if case.account else None,
        renewal=renewal,
        days=(renewal.at_stake.ends_on - day).days if renewal else None,
    )
