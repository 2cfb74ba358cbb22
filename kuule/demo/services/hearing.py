"""Hearing what was said elsewhere about the demo company."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kuule.contacts.models import Account
from kuule.demo.rules.customers import AccountSketch
from kuule.demo.rules.story import Remark
from kuule.demo.services.company import Company
from kuule.responses.rules.heard import read_rating
from kuule.responses.services.heard import HeardThing, add_heard


def hear_elsewhere(
    company: Company, *, remarks: Sequence[Remark], accounts: Sequence[AccountSketch], now: datetime
) -> None:
    """Keep reviews, posts and tickets, each on its day before now."""
    names = {each.key: each.name for each in accounts}
    known = {each.name: each for each in Account.objects.filter(workspace=company.workspace)}
    for remark in remarks:
        thing = HeardThing(
            source=remark.source,
            said_at=now - timedelta(days=remark.days),
            words=remark.words,
            heading=remark.heading,
            author=remark.author,
            link=remark.link,
            language=remark.language,
            rating=read_rating(remark.rating, ""),
            reach=remark.reach,
            account=known[names[remark.account]] if remark.account else None,
        )
        add_heard(workspace=company.workspace, thing=thing, actor=company.actor, now=now)
