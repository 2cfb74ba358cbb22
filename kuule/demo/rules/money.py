"""What the customers of the story are worth: contracts, invoices, costs, and what happened around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, severity
from kuule.demo.rules.cast import Customer
from kuule.demo.rules.mood import E_INVOICING_PLAN
from kuule.demo.rules.story import MoneySketch

MONTHS, ADDON_MONTHS = 12, 6
# Who feels how, by the mood of the story.
HAPPY, CONTENT = 8.5, 7.0
# How likely an add-on is given up at its end by those who gave such scores before.
GIVES_UP = ((8.5, 0.06), (7.5, 0.15), (6.5, 0.5), (0.0, 0.9))
# How likely an offer is taken, a happy customer recommends.
TAKES_OFFER = ((HAPPY, 0.55), (CONTENT, 0.3), (0.0, 0.08))
RECOMMENDS = ((HAPPY, 0.35), (CONTENT, 0.08), (0.0, 0.0))
# How much a year's price grows, and how much seats grow or shrink for each point of mood above 7.
PRICE_GROWTH, SEATS_BY_MOOD = 0.03, 0.025
HAD_OUTAGE, IS_OFFERED, REFUND_SHARE = 0.3, 0.7, 0.08
DECIDED_BEFORE_END, MADE_UP_BEFORE_END = timedelta(days=30), timedelta(days=90)
REMEMBERED = timedelta(days=300)
DAYS_BACK_FOR_OUTAGES, DAYS_BACK_FOR_OFFERS, DAYS_BACK_FOR_REFERRALS = 420, 460, 400


Scored = tuple[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A contract of the story: its value in euros, and the share of it that is margin."""

    key: str
    customer: Customer
    product: str
    starts_on: date
    ends_on: date
    value: float
    margin: float
    outcome: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a customer on a day."""

    key: str
    customer: Customer
    kind: str
    day: date
    outcome: bool | None = None
    note: str = ""


def by_mood(steps: Sequence[tuple[float, float]], mood: float) -> float:
    """Return what belongs to a mood: of the first step that it reaches."""
    return next(value for least, value in steps if mood >= least)


def deals(
    told: MoneySketch, customers: Sequence[Customer], stage: Stage, *, scores: Mapping[str, Sequence[Scored]]
) -> list[Deal]:
    """Return all contracts that reach into the history, plans and add-ons, the oldest first.

    `scores` are what the people of each customer answered, by its name.
    """
    found = [deal for each in customers for deal in _deals_of(told, each, stage, scores.get(each.sketch.name, ()))]
    return sorted(found, key=lambda deal: (deal.starts_on, deal.key))


def _deals_of(told: MoneySketch, customer: Customer, stage: Stage, scores: Sequence[Scored]) -> Iterator[Deal]:
    sketch, luck = customer.sketch, chance("contract", customer.sketch.key)
    today = stage.now.astimezone(stage.zone).date()
    left_on = today - timedelta(days=told.lost[sketch.key]) if sketch.key in told.lost else None
    renewal = left_on + timedelta(days=1) if left_on else first_of_month(today, -luck.randrange(MONTHS))
    signed = date.fromisoformat(customer.properties["customer_since"])
    margin = told.plan_margin[sketch.plan] - (0.06 if sketch.mood < CONTENT else 0.0)
    value = float(customer.properties["yearly_value"])
    yield from _years(told, customer, value, margin, signed=signed, renewal=renewal, left_on=left_on, today=today)
    if sketch.key in told.enlarged:
        yield _enlarged(customer, value, margin, today)
    if luck.random() < told.addon["has"]:
        begins = max(signed, first_of_month(today, -luck.randrange(8, told.history_months)))
        yield from _addon(told, customer, value * told.addon["share"], begins, left_on, today, scores)


def _years(
    told: MoneySketch,
    customer: Customer,
    value: float,
    margin: float,
    *,
    signed: date,
    renewal: date,
    left_on: date | None,
    today: date,
) -> Iterator[Deal]:
    starts_on = renewal
    earliest = max(signed, first_of_month(today, -told.history_months - MONTHS))
    while starts_on > earliest:
        starts_on = first_of_month(starts_on, -MONTHS) if starts_on.day == 1 else starts_on - timedelta(days=365)
    number, grows = 0, (customer.sketch.mood - CONTENT) * SEATS_BY_MOOD + PRICE_GROWTH
    while starts_on <= today and not (left_on and starts_on > left_on):
        following = first_of_month(starts_on, MONTHS) if starts_on.day == 1 else starts_on + timedelta(days=365)
        ends_on = following - timedelta(days=1)
        years_ago = (today - starts_on).days / 365
        is_over = ends_on < today
        yield Deal(
            key=f"{customer.sketch.key}-{number + 1}",
            customer=customer,
            product=customer.sketch.plan,
            starts_on=max(starts_on, signed),
            ends_on=ends_on,
            value=round(value / (1 + grows) ** years_ago, 2),
            margin=margin,
            outcome="" if not is_over else "lost" if left_on and ends_on >= left_on else "renewed",
            decided_on=ends_on - DECIDED_BEFORE_END if is_over else None,
        )
        starts_on, number = following, number + 1


def _enlarged(customer: Customer, value: float, margin: float, today: date) -> Deal:
    starts_on = first_of_month(today, -2)
    return Deal(
        key=f"{customer.sketch.key}-more",
        customer=customer,
        product=customer.sketch.plan,
        starts_on=starts_on,
        ends_on=first_of_month(starts_on, MONTHS) - timedelta(days=1),
        value=round(value * 1.15, 2),
        margin=margin,
        outcome="",
        decided_on=None,
    )


def _addon(
    told: MoneySketch,
    customer: Customer,
    value: float,
    starts_on: date,
    left_on: date | None,
    today: date,
    scores: Sequence[Scored],
) -> Iterator[Deal]:
    luck, number = chance("add-on", customer.sketch.key), 0
    while starts_on <= today and not (left_on and starts_on > left_on):
        following = first_of_month(starts_on, ADDON_MONTHS)
        ends_on = following - timedelta(days=1)
        is_over, gives_up = ends_on < today, by_mood(GIVES_UP, _remembered(customer, scores, ends_on))
        is_lost = is_over and (luck.random() < gives_up or bool(left_on and ends_on >= left_on))
        yield Deal(
            key=f"{customer.sketch.key}-reports-{number + 1}",
            customer=customer,
            product=told.addon["name"],
            starts_on=starts_on,
            ends_on=ends_on,
            value=round(value, 2),
            margin=told.addon["margin"],
            outcome="lost" if is_lost else "renewed" if is_over else "",
            decided_on=ends_on - DECIDED_BEFORE_END if is_over else None,
        )
        if is_lost:
            return
        starts_on, number = following, number + 1


def _remembered(customer: Customer, scores: Sequence[Scored], ends_on: date) -> float:
    """Return the mean of what was answered before minds were made up, else the usual mood."""
    made_up_on = ends_on - MADE_UP_BEFORE_END
    heard = [score for day, score in scores if made_up_on - REMEMBERED < day <= made_up_on]
    return sum(heard) / len(heard) if heard else customer.sketch.mood


def happenings(told: MoneySketch, customers: Sequence[Customer], stage: Stage) -> list[Happened]:
    """Return incidents, offers and recommendations, the oldest first."""
    found = [each for customer in customers for each in _happenings_of(told, customer, stage)]
    return sorted(found, key=lambda each: (each.day, each.key))


def _happenings_of(told: MoneySketch, customer: Customer, stage: Stage) -> Iterator[Happened]:
    sketch, luck = customer.sketch, chance("money happens", customer.sketch.key)
    today, since = stage.now.astimezone(stage.zone).date(), customer.started_at.astimezone(stage.zone).date()
    left_on = today - timedelta(days=told.lost.get(sketch.key, -1))

    def some_day(days_back: int) -> date | None:
        day = today - timedelta(days=luck.randrange(20, days_back))
        return day if since < day <= left_on else None

    if sketch.plan == E_INVOICING_PLAN and since < (wrong := stage.october + timedelta(days=luck.randrange(4, 29))):
        yield Happened(f"{sketch.key}-invoices", customer, "incident", wrong, None, told.incident_notes["invoicing"])
    if luck.random() < HAD_OUTAGE and (day := some_day(DAYS_BACK_FOR_OUTAGES)):
        yield Happened(f"{sketch.key}-outage", customer, "incident", day, None, told.incident_notes["outage"])
    if luck.random() < IS_OFFERED and (day := some_day(DAYS_BACK_FOR_OFFERS)):
        is_taken = luck.random() < by_mood(TAKES_OFFER, sketch.mood)
        yield Happened(f"{sketch.key}-offer", customer, "offer", day, is_taken, told.addon["name"])
    if luck.random() < by_mood(RECOMMENDS, sketch.mood) and (day := some_day(DAYS_BACK_FOR_REFERRALS)):
        yield Happened(f"{sketch.key}-referral", customer, "referral", day)


def refund_share(customer: Customer, month: date, stage: Stage) -> float:
    """Return which share of a month's invoice went back because it was wrong."""
    if customer.sketch.plan != E_INVOICING_PLAN:
        return 0.0
    trouble = severity(stage.now.replace(year=month.year, month=month.month, day=15), stage)
    return REFUND_SHARE * trouble if chance("refund", customer.sketch.key, month).random() < trouble else 0.0


def first_of_month(day: date, months: int = 0) -> date:
    """Return the first day of the month that is so many months after that of a day."""
    number = day.year * MONTHS + day.month - 1 + months
    return date(number // MONTHS, number % MONTHS + 1, 1)
