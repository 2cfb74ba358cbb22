"""What each of the five figures rests on, in words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.economics.answers.executive import AT_RISK, CAUSES, EARNED_GROWTH, LOOP, RELATIONSHIP_NPS
from kuule.economics.templatetags.value import growth
from kuule.ui.formats import count, percent
from kuule.ui.money import rough_money

Facts = Mapping[str, float | int | None]


def _growth_basis(facts: Facts, currency: str) -> tuple[str, ...]:
    del currency
    if facts.get("nrr") is None:
        return ()
    parts = {
        "nrr": percent(facts["nrr"]),
        "enc": percent(facts["enc"]),
    }
    customers = int(facts["customers"] or 0)
    return (
        _("Kept and grown %(nrr)s, new by recommendation %(enc)s of last year’s revenue") % parts,
        _("Total growth %(total)s") % {"total": growth(facts["total"])},
        ngettext("%(n)s customer", "%(n)s customers", customers) % {"n": count(customers)},
    )


def _nps_basis(facts: Facts, currency: str) -> tuple[str, ...]:
    del currency
    if not facts:
        return ()
    accounts, answers = int(facts["accounts"] or 0), int(facts["n"] or 0)
    counted = [ngettext("%(n)s account", "%(n)s accounts", accounts) % {"n": count(accounts)}] if accounts else []
    return (
        ", ".join([*counted, ngettext("%(n)s answer", "%(n)s answers", answers) % {"n": count(answers)}]),
        _("Response rate %(rate)s") % {"rate": percent(facts["rate"], 0)},
        _("Revenue heard %(share)s") % {"share": percent(facts["covered"], 0)},
    )


def _risk_basis(facts: Facts, currency: str) -> tuple[str, ...]:
    customers = int(facts["customers"] or 0)
    if not customers:
        return ()
    decides = ngettext(
        "%(n)s customer decides on %(value)s a year", "%(n)s customers decide on %(value)s a year", customers
    )
    words = [decides % {"n": count(customers), "value": rough_money(facts["value"], currency)}]
    if facts["share"] is not None:
        words.append(_("%(share)s of it is likely to be lost") % {"share": percent(facts["share"], 0)})
    return tuple(words)


def _loop_basis(facts: Facts, currency: str) -> tuple[str, ...]:
    del currency
    kept, missed = int(facts["kept"] or 0), int(facts["missed"] or 0)
    if not kept + missed:
        return ()
    words = [_("%(kept)s of %(n)s answers, hours on the clock") % {"kept": count(kept), "n": count(kept + missed)}]
    if facts["waiting"]:
        waiting = int(facts["waiting"])
        words.append(
            ngettext("%(n)s is still within its time", "%(n)s are still within their time", waiting)
            % {"n": count(waiting)}
        )
    if facts["unknown"]:
        unknown = int(facts["unknown"])
        words.append(
            ngettext("%(n)s without a name is left out", "%(n)s without a name are left out", unknown)
            % {"n": count(unknown)}
        )
    return tuple(words)


def _causes_basis(facts: Facts, currency: str) -> tuple[str, ...]:
    causes, shown = int(facts["causes"] or 0), int(facts["shown"] or 0)
    if not causes:
        return ()
    words = [
        ngettext("%(shown)s of %(n)s cause has a shown effect", "%(shown)s of %(n)s causes have a shown effect", causes)
        % {"shown": count(shown), "n": count(causes)}
    ]
    if facts["hoped_for"]:
        words.append(_("Hoped for, not shown: %(amount)s") % {"amount": rough_money(facts["hoped_for"], currency)})
    return tuple(words)


BASES: Mapping[str, Callable[[Facts, str], tuple[str, ...]]] = {
    EARNED_GROWTH: _growth_basis,
    RELATIONSHIP_NPS: _nps_basis,
    AT_RISK: _risk_basis,
    LOOP: _loop_basis,
    CAUSES: _causes_basis,
}
