"""Which playbook an answer belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kuule.act.rules import DETRACTOR, DRAWN, URGENT
from kuule.act.rules.hearing import is_drawn
from kuule.surveys.question_types.scales import DETRACTOR as UNHAPPY
from kuule.surveys.rules.touchpoints import Condition, conditions_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What playbooks ask about an answer. `themes` is None as long as its comment has not been read."""

    group: str
    score: int
    family: str
    lot: int
    touchpoint: int | None = None
    themes: Collection[int] | None = ()
    urgencies: Collection[str] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)
    account_owner: int | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a playbook asks for; every empty condition fits all. See `Playbook` for what each means."""

    number: int
    reason: str
    groups: Collection[str] = ()
    most_score: int | None = None
    families: Collection[str] = ()
    touchpoints: Collection[int] = ()
    themes: Collection[int] = ()
    conditions: Sequence[Condition] = ()
    account_owners: Collection[int] = ()
    least_value: Decimal | None = None
    share: int = 100

    @property
    def asks_value(self) -> bool:
        """Tell whether it asks what the customer is worth."""
        return self.least_value is not None


def fits(rule: Rule, heard: Heard) -> bool:
    """Tell whether an answer meets every condition of a playbook. Whether it is drawn is another question."""
    return (
        _within(rule.groups, heard.group)
        and (rule.most_score is None or heard.score <= rule.most_score)
        and _within(rule.families, heard.family)
        and _within(rule.touchpoints, heard.touchpoint)
        and _within(rule.account_owners, heard.account_owner)
        and (not rule.themes or bool(set(rule.themes).intersection(heard.themes or ())))
        and (rule.least_value is None or (heard.value is not None and heard.value >= rule.least_value))
        and conditions_hold(rule.conditions, heard.properties)
    )


def reason_for(rules: Iterable[Rule], heard: Heard) -> tuple[str, Rule | None]:
    """Return why an answer opens a case and the playbook that decides how; "" where it opens none.

    A detractor always does, also where no playbook fits. Of the others the first playbook that fits decides whether
    they are drawn, so that nobody is drawn twice; urgent words open a case where no lot did.
    """
    ordered = list(rules)
    if heard.group == UNHAPPY:
        return DETRACTOR, _first(ordered, DETRACTOR, heard)
    drawing = _first(ordered, DRAWN, heard)
    if drawing is not None and is_drawn(heard.lot, share=drawing.share):
        return DRAWN, drawing
    urgent = _first(ordered, URGENT, heard) if heard.urgencies else None
    return (URGENT, urgent) if urgent is not None else ("", None)


def wants_reading(rules: Iterable[Rule], heard: Heard) -> bool:
    """Tell whether some playbook that concerns this answer asks what its comment is about, which nobody knows yet."""
    reason = DETRACTOR if heard.group == UNHAPPY else DRAWN
    return heard.themes is None and any(rule.themes and rule.reason == reason for rule in rules)


def _first(rules: Iterable[Rule], reason: str, heard: Heard) -> Rule | None:
    return next((rule for rule in rules if rule.reason == reason and fits(rule, heard)), None)


def _within(wanted: Collection[Any], found: Any) -> bool:
    return not wanted or found in wanted
