"""To whom a question is shown, in words. Also for the rooms above."""

from collections.abc import Collection, Sequence

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kuule.surveys.question_types.base import PersonCondition
from kuule.surveys.question_types.scales import GROUPS
from kuule.surveys.rules.showing import WITHIN
from kuule.surveys.rules.touchpoints import OTHER
from kuule.surveys.selectors import Fact
from kuule.surveys.templatetags.surveys import group_of_people

register = template.Library()


def groups_words(groups: Collection[str]) -> str:
    """Return some groups of the score, the best first: “Promoters and passives”."""
    names = [group_of_people(group) for group in reversed(GROUPS) if group in groups]
    return get_text_list([*names[:1], *(name.lower() for name in names[1:])], _("and"))


def fact_words(key: str, facts: Sequence[Fact]) -> str:
    """Return what people call something that may be known; what is not known here, by its key."""
    return next((fact.words for fact in facts if fact.key == key), key)


def comparison_word(comparison: str) -> str:
    """Return how a fact about a person is compared."""
    words = {OTHER: pgettext("condition", "is not"), WITHIN: pgettext("condition", "in the last … days")}
    return words.get(comparison, pgettext("condition", "is"))


def value_words(condition: PersonCondition, facts: Sequence[Fact]) -> str:
    """Return the value of a condition as people write it."""
    if condition["is"] == WITHIN:
        return condition["value"]
    fact = next((fact for fact in facts if fact.key == condition["property"]), None)
    return fact.shown(condition["value"]) if fact else condition["value"]


def person_words(condition: PersonCondition, facts: Sequence[Fact]) -> str:
    """Return what has to be known of a person: “Plan (account) is gold”."""
    told = {"property": fact_words(condition["property"], facts), "value": value_words(condition, facts)}
    if condition["is"] == WITHIN:
        days = int(condition["value"])
        return ngettext("%(property)s: in the last day", "%(property)s: in the last %(value)s days", days) % told
    if condition["is"] == OTHER:
        return _("%(property)s is not %(value)s") % told
    return _("%(property)s is %(value)s") % told


@register.simple_tag
def shown_to(groups: Collection[str] | None, person: PersonCondition | None, facts: Sequence[Fact] | None) -> str:
    """Return to whom a question is shown, "" where that is everybody; `facts` are those of the workspace."""
    whom = [*([groups_words(groups)] if groups else []), *([person_words(person, facts or ())] if person else [])]
    return _("Shown to: %(whom)s") % {"whom": " · ".join(whom)} if whom else ""
