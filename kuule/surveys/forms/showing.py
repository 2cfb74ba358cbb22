"""To whom a question is shown, as staff fill it in: by the score, and by one thing that is known of a person."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kuule.surveys.question_types.base import PersonCondition, Question, ShownTo
from kuule.surveys.question_types.scales import GROUPS
from kuule.surveys.rules.content import clean_line
from kuule.surveys.rules.showing import (
    COMPARISONS,
    LONGEST_VALUE,
    MOST_DAYS,
    WITHIN,
    days_of,
    groups_of,
    person_condition,
    shown_to,
)
from kuule.surveys.selectors import Fact
from kuule.surveys.templatetags.showing import comparison_word, fact_words, groups_words, value_words

GROUPS_FIELD, PROPERTY, COMPARISON, VALUE = "shown_groups", "person_property", "person_is", "person_value"
PERSON_FIELDS = (PROPERTY, COMPARISON, VALUE)


def showing_fields(question: Question, facts: Sequence[Fact] | None) -> dict[str, forms.Field]:
    """Return the fields about a question. `facts` is None where nothing may be known of persons."""
    some = [groups for size in range(1, len(GROUPS)) for groups in combinations(reversed(GROUPS), size)]
    choices = [("", _("Everybody, whatever the score"))] + [(_joined(each), groups_words(each)) for each in some]
    groups = forms.ChoiceField(
        label=_("Shown to"), choices=choices, required=False, initial=_joined(groups_of(question))
    )
    return {GROUPS_FIELD: groups} | (_person_fields(question, facts) if facts is not None else {})


def _joined(groups: Sequence[str]) -> str:
    return " ".join(group for group in reversed(GROUPS) if group in groups)


def _person_fields(question: Question, facts: Sequence[Fact]) -> dict[str, forms.Field]:
    condition = person_condition(question)
    known = [(fact.key, fact.words) for fact in facts]
    if condition and condition["property"] not in dict(known):
        known.append((condition["property"], fact_words(condition["property"], facts)))
    return {
        PROPERTY: forms.ChoiceField(
            label=_("And of whom it is known"),
            choices=[("", _("Nothing: whoever they are")), *known],
            required=False,
            initial=condition["property"] if condition else "",
            help_text=_("Nobody is asked of whom it is not known, and nobody who answers without a name."),
        ),
        COMPARISON: forms.ChoiceField(
            label=_("Comparison"),
            choices=[(each, comparison_word(each)) for each in COMPARISONS],
            required=False,
            initial=condition["is"] if condition else "",
        ),
        VALUE: forms.CharField(
            label=_("Value, or days"),
            max_length=LONGEST_VALUE,
            required=False,
            initial=value_words(condition, facts) if condition else "",
        ),
    }


def shown_to_in(form: forms.Form, cleaned: Mapping[str, Any], facts: Sequence[Fact] | None) -> ShownTo | None:
    """Return to whom a question is shown, as it was filled in; what cannot be meant becomes an error of its field."""
    person = _person_in(form, cleaned, facts) if facts is not None else None
    return shown_to(cleaned.get(GROUPS_FIELD, "").split(), person)


def _person_in(form: forms.Form, cleaned: Mapping[str, Any], facts: Sequence[Fact]) -> PersonCondition | None:
    key, comparison = cleaned.get(PROPERTY, ""), cleaned.get(COMPARISON) or COMPARISONS[0]
    text = clean_line(cleaned.get(VALUE, ""))
    if not key:
        if text:
            form.add_error(PROPERTY, _("Say what this value is of, or empty it."))
        return None
    fact = next((fact for fact in facts if fact.key == key), Fact(key, key))
    value = _days_in(form, text, fact) if comparison == WITHIN else fact.read(text)
    if value is None and not form.has_error(VALUE) and not form.has_error(COMPARISON):
        form.add_error(VALUE, _unreadable(text))
    return {"property": key, "is": comparison, "value": value or ""}


def _days_in(form: forms.Form, text: str, fact: Fact) -> str | None:
    if not fact.is_date:
        form.add_error(COMPARISON, _("Only a date lies some days back. Choose another comparison."))
    elif days_of(text) is None:
        form.add_error(VALUE, _("Write a number of days from 1 to %(limit)s.") % {"limit": MOST_DAYS})
    else:
        return text
    return None


def _unreadable(text: str) -> str:
    if not text:
        return _("Say with what it is compared.")
    return _("This cannot be a value of it. A number is written like 250, a date like 2026-11-20.")
