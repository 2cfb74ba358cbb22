"""Real customers of a telephone company, dated, and with answers by a model that is written down here.

The customers are those of IBM's Telco Customer Churn (github.com/IBM/telco-customer-churn-on-icp4d, Apache-2.0): tenure
in months, charges, kind of contract, and whether they left. The file knows neither days nor answers. Both come from
`Dice`, which gives the same numbers for the same customer each time:

- who is still there was last seen on `SNAPSHOT` and began `tenure` months before; who left did so 0 to 11 whole months
  before the snapshot;
- a customer of at least two months answered once, after a share of that time between 0.1 and 0.9;
- the score is normal with mean 8.3, less 2.2 for who leaves within twelve months of answering, less 0.6 for who pays
  from month to month, and 0.4 more for who had stayed two years by then; its standard deviation is 2. It is rounded and
  kept between 0 and 10.

So detractors leave more often because that is how they were made: the tests look whether the figures find it.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SNAPSHOT = date(2026, 10, 31)
MONTHS_OF_LEDGER = 30
MARGIN = 0.4
TERMS = {"One year": 12, "Two year": 24}


def month_later(day: date, months: int) -> date:
    """Return the day so many months later, earlier where the number is below zero; at most the 28th."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, min(day.day, 28))


@dataclass(frozen=True)
class Customer:
    """One customer: who, from when until when, what a month costs, and what they answered when."""

    key: str
    began: date
    last: date
    left: bool
    monthly: float
    contract: str
    internet: str
    answered: date | None
    score: int

    def months(self) -> list[date]:
        """Return the days on which a month was paid, the first on the day they began."""
        days = [month_later(self.began, number) for number in range(MOST_MONTHS)]
        return [day for day in days if day < self.last and day > month_later(SNAPSHOT, -MONTHS_OF_LEDGER)]

    def terms(self) -> Iterator[tuple[date, date, str]]:
        """Yield start, last day and outcome of each contract: renewed until one is not, the running one undecided."""
        term = TERMS.get(self.contract)
        start = self.began
        while term and start <= self.last:
            end = month_later(start, term) - timedelta(days=1)
            if end > self.last and not self.left:
                yield start, end, ""
                return
            is_last = self.left and end >= self.last
            yield start, self.last if is_last else end, "lost" if is_last else "renewed"
            start = end + timedelta(days=1)


MOST_MONTHS = 80


def customers(path: Path, *, every: int = 1) -> list[Customer]:
    """Return the customers of the file, or every so many of them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[::every]
    return [_customer(row) for row in rows if int(row["tenure"]) > 0]


def _customer(row: dict[str, str]) -> Customer:
    dice = random.Random(row["customerID"])
    tenure, left = int(row["tenure"]), row["Churn"] == "Yes"
    last = month_later(SNAPSHOT, -dice.randrange(12)) if left else SNAPSHOT
    began = month_later(last, -tenure)
    share, noise = dice.uniform(0.1, 0.9), dice.gauss(0, 2)
    answered = began + timedelta(days=round(share * (last - began).days)) if tenure > 1 else None
    return Customer(
        key=row["customerID"],
        began=began,
        last=last,
        left=left,
        monthly=float(row["MonthlyCharges"]),
        contract=row["Contract"],
        internet=row["InternetService"],
        answered=answered,
        score=_score(row, left=left, last=last, began=began, answered=answered or last, noise=noise),
    )


def _score(row: dict[str, str], *, left: bool, last: date, began: date, answered: date, noise: float) -> int:
    mean = 8.3
    mean -= 2.2 * (left and (last - answered).days <= 365)
    mean -= 0.6 * (row["Contract"] == "Month-to-month")
    mean += 0.4 * ((answered - began).days >= 730)
    return min(10, max(0, round(mean + noise)))
