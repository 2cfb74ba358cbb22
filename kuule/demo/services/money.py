"""The money of the demo company: what its customers agreed to, paid and cost, and what happened with them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kuule.contacts.models import Account
from kuule.contacts.rules.rows import PersonRow
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage
from kuule.demo.rules.cast import Customer
from kuule.demo.rules.money import CONTENT, MONTHS, Deal, Scored, deals, first_of_month, happenings, refund_share
from kuule.demo.rules.story import MoneySketch
from kuule.demo.selectors import answers_by_customers
from kuule.demo.services.company import Company
from kuule.economics.rules import BY_FILE, CONTACTED, COST, REFUND, REVENUE
from kuule.economics.rules.told import ContractTold, EntryTold, EventTold, OriginTold, RateTold
from kuule.economics.services.contracts import record_contracts
from kuule.economics.services.events import record_events
from kuule.economics.services.ledger import record_entries
from kuule.economics.services.merges import merge_accounts
from kuule.economics.services.origins import record_origins
from kuule.economics.services.rates import record_rates
from kuule.economics.services.settings import change_money_settings

QUARTER = 3
CALLED_DAYS_AFTER = timedelta(days=2)
CALLED_OF_THE_UNHAPPY, PICKED_OF_THE_OTHERS, CALLED_OF_THE_PICKED = 0.7, 0.08, 0.5


class Money:
    """Tells the money of the story, each part with the moment it became known."""

    def __init__(self, company: Company, told: MoneySketch, customers: Sequence[Customer], stage: Stage) -> None:
        self._company, self._told, self._customers, self._stage = company, told, customers, stage
        self._today = stage.now.astimezone(stage.zone).date()
        self._answers = list(answers_by_customers(company.workspace))
        self._deals = deals(told, customers, stage, scores=self._scores())
        self._by_key = {each.sketch.key: each for each in customers}

    def tell(self) -> None:
        """Tell everything: first what was before Kuule came, then month by month."""
        workspace, actor = self._company.workspace, self._company.actor
        change_money_settings(workspace=workspace, actor=actor, now=self._stage.began_at, **self._told.settings)
        record_rates(workspace=workspace, items=list(self._rates()), actor=actor, now=self._stage.began_at)
        contracts = [self._contract(deal) for deal in self._deals]
        record_contracts(workspace=workspace, items=contracts, actor=actor, now=self._stage.now)
        began_on = self._stage.began_at.astimezone(self._stage.zone).date()
        lines = sorted(self._lines(), key=lambda line: (line.day, line.external_id))
        before = [line for line in lines if line.day < began_on]
        record_entries(workspace=workspace, items=before, actor=actor, now=self._stage.began_at)
        month = first_of_month(began_on)
        while month <= self._today:
            following = first_of_month(month, 1)
            told = [line for line in lines if max(month, began_on) <= line.day < following]
            now = min(self._moment(following), self._stage.now)
            record_entries(workspace=workspace, items=told, actor=actor, now=now)
            month = following
        record_events(
            workspace=workspace, items=[*self._happened(), *self._contacts()], actor=actor, now=self._stage.now
        )
        record_origins(
            workspace=workspace, items=list(self._origins()), source=BY_FILE, actor=actor, now=self._stage.now
        )
        self._merge()

    def _scores(self) -> dict[str, list[Scored]]:
        found: dict[str, list[Scored]] = {}
        for _pk, _email, account, score, answered_at in self._answers:
            found.setdefault(account, []).append((answered_at.astimezone(self._stage.zone).date(), score))
        return found

    def _rates(self) -> Iterator[RateTold]:
        for currency, rates in self._told.rates.items():
            months_back = self._told.history_months + 2 * MONTHS
            for turn in range(months_back // QUARTER + 1):
                day = first_of_month(self._today, turn * QUARTER - months_back)
                yield RateTold(currency, day, Decimal(str(rates[turn % len(rates)])))

    def _contract(self, deal: Deal) -> ContractTold:
        value, currency = self._in_own_currency(deal.customer, deal.value)
        return ContractTold(
            external_id=f"C-{deal.key}",
            who=self._who(deal.customer),
            starts_on=deal.starts_on,
            ends_on=deal.ends_on,
            yearly_value=value,
            currency=currency,
            product=deal.product,
            outcome=deal.outcome,
            decided_on=deal.decided_on,
        )

    def _lines(self) -> Iterator[EntryTold]:
        first = first_of_month(self._today, -self._told.history_months)
        for deal in self._deals:
            month = max(first_of_month(deal.starts_on), first)
            while month <= min(deal.ends_on, self._today):
                yield from self._invoice(deal, month)
                month = first_of_month(month, 1)
        yield from self._odd_lines()

    def _invoice(self, deal: Deal, month: date) -> Iterator[EntryTold]:
        who, sketch, months_worth = self._who(deal.customer), deal.customer.sketch, deal.value / MONTHS
        amount, currency = self._in_own_currency(deal.customer, months_worth)
        margin = (amount * Decimal(str(deal.margin))).quantize(Decimal("0.01"))
        key = f"{deal.key}-{month:%Y%m}"
        yield EntryTold(f"I-{key}", who, REVENUE, month, amount, currency, margin, deal.product)
        if share := refund_share(deal.customer, month, self._stage):
            back, day = amount * Decimal(str(round(share, 3))), month + timedelta(days=24)
            if day <= self._today:
                yield EntryTold(f"R-{key}", who, REFUND, day, back, currency, product=deal.product)
        if deal.product == sketch.plan and month.month % QUARTER == 0:
            mood = "unhappy" if sketch.mood < CONTENT else "happy"
            spread = 0.8 + 0.4 * chance("cost", key).random()
            cost = Decimal(str(round(months_worth * QUARTER * self._told.cost_share[mood] * spread, 2)))
            yield EntryTold(f"S-{key}", who, COST, month, cost, self._told.currency)

    def _odd_lines(self) -> Iterator[EntryTold]:
        for told, currency in (
            (self._told.without_rate, self._told.without_rate["currency"]),
            (self._told.wrong_invoices, self._told.currency),
        ):
            who = self._who(self._by_key[told["account"]])
            for number, (amount, days) in enumerate(zip(told["amounts"], told["days_ago"], strict=True)):
                key, day = f"X-{told['account']}-{number + 1}", self._today - timedelta(days=days)
                yield EntryTold(key, who, REVENUE, day, Decimal(str(amount)), currency, product=told["product"])

    def _happened(self) -> Iterator[EventTold]:
        for each in happenings(self._told, self._customers, self._stage):
            yield EventTold(
                external_id=f"E-{each.key}",
                who=self._who(each.customer),
                kind=each.kind,
                happened_at=self._moment(each.day),
                outcome=each.outcome,
                note=each.note,
            )

    def _contacts(self) -> Iterator[EventTold]:
        """Yield who was called after an answer: most of the unhappy, and of others some whom chance picked."""
        for pk, email, account, score, answered_at in self._answers:
            luck, called_at = chance("called", email, score, answered_at.date()), answered_at + CALLED_DAYS_AFTER
            if called_at > self._stage.now:
                continue
            who = PersonRow(0, email=email, account_name=account)
            if score <= 6 and luck.random() < CALLED_OF_THE_UNHAPPY:
                yield EventTold(f"A-{pk}", who, CONTACTED, called_at, outcome=True)
            elif score > 6 and luck.random() < PICKED_OF_THE_OTHERS:
                is_called = luck.random() < CALLED_OF_THE_PICKED
                yield EventTold(f"A-{pk}", who, CONTACTED, called_at, outcome=is_called, at_random=True)

    def _origins(self) -> Iterator[OriginTold]:
        for customer in self._customers:
            if not customer.is_new:
                continue
            luck = chance("origin", customer.sketch.key)
            origin = luck.choices(list(self._told.origins), list(self._told.origins.values()))[0]
            if origin:
                yield OriginTold(self._who(customer), origin, customer.started_at + timedelta(days=5))

    def _merge(self) -> None:
        told, accounts = self._told.merged, Account.objects.filter(workspace=self._company.workspace)
        account, into = (accounts.get(name=self._by_key[told[which]].sketch.name) for which in ("account", "into"))
        day = self._today - timedelta(days=told["days_ago"])
        merge_accounts(account=account, into=into, merged_on=day, actor=self._company.actor, now=self._moment(day))

    def _in_own_currency(self, customer: Customer, euros: float) -> tuple[Decimal, str]:
        currency = self._told.in_own_currency.get(customer.sketch.country, self._told.currency)
        rates = self._told.rates.get(currency)
        usual = sum(rates) / len(rates) if rates else 1.0
        return Decimal(str(round(euros / usual, 2))), currency

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(10), self._stage.zone)

    def _who(self, customer: Customer) -> PersonRow:
        return PersonRow(0, account_name=customer.sketch.name)
