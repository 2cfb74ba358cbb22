"""The conditions of a touchpoint: a property, how it is compared, and with what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.contacts.rules import BOOLEAN, CONTACT_ROLES, DATE, NUMBER, TEXT
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.insight.templatetags.insight import contact_role_word
from kuule.surveys.rules.content import clean_line
from kuule.surveys.rules.touchpoints import (
    AT_LEAST,
    AT_MOST,
    COMPARISONS,
    EQUAL,
    KNOWN,
    MOST_CONDITIONS,
    OTHER,
    UNKNOWN,
    WITHOUT_VALUE,
    Condition,
)

SPARE_LINES = 2
LONGEST_VALUE = 200
COMPARISON_WORDS = {
    EQUAL: pgettext_lazy("condition", "is"),
    OTHER: pgettext_lazy("condition", "is not"),
    AT_LEAST: pgettext_lazy("condition", "is at least"),
    AT_MOST: pgettext_lazy("condition", "is at most"),
    KNOWN: pgettext_lazy("condition", "is known"),
    UNKNOWN: pgettext_lazy("condition", "is not known"),
}

_UNREADABLE = {
    NUMBER: gettext_lazy("This property is a number, such as 250."),
    DATE: gettext_lazy("This property is a date, such as 2026-11-20."),
    BOOLEAN: gettext_lazy("This property is yes or no."),
    "": gettext_lazy("Write a number such as 250, or a date such as 2026-11-20."),
}


@dataclass(frozen=True, slots=True)
class KnownProperty:
    """A property that Kuule knows: its key as in the snapshot of an answer, what people call it, and its type."""

    key: str
    words: str
    kind: str


def known_properties(definitions: Iterable[PropertyDefinition]) -> list[KnownProperty]:
    """Return what conditions can ask about people and accounts, by the words to choose it by."""
    found = [KnownProperty(ROLE_KEY, _("Role in the account"), TEXT)]
    for each in definitions:
        is_account = each.of == "account"
        words = _("%(name)s (account)") if is_account else _("%(name)s (person)")
        key = ACCOUNT_PREFIX + each.key if is_account else each.key
        found.append(KnownProperty(key, words % {"name": each.label}, each.kind))
    return found


class ConditionForm(forms.Form):
    """One condition. A line without a property is none."""

    property = forms.CharField(
        label=gettext_lazy("Property"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-properties", "autocomplete": "off"}),
    )
    comparison = forms.ChoiceField(
        label=gettext_lazy("Comparison"), choices=[(each, COMPARISON_WORDS[each]) for each in COMPARISONS]
    )
    value = forms.CharField(label=gettext_lazy("Value"), max_length=LONGEST_VALUE, required=False)

    def __init__(self, *args: Any, known: Sequence[KnownProperty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        self.fields["comparison"].required = False

    def clean(self) -> dict[str, Any]:
        """Read the line as a condition, kept as `condition`; None where nothing was asked for."""
        cleaned = super().clean() or {}
        words, text = clean_line(cleaned.get("property", "")), clean_line(cleaned.get("value", ""))
        comparison = cleaned.get("comparison") or EQUAL
        cleaned["condition"] = None
        if not words and text:
            self.add_error("property", _("Say which property this is about, or empty the line."))
        if not words or self.errors:
            return cleaned
        found = self._known(words)
        role = {contact_role_word(each).casefold(): each for each in CONTACT_ROLES}.get(text.casefold(), "")
        text = role if role and found.key == ROLE_KEY else text
        value = "" if comparison in WITHOUT_VALUE else self._value(text, found.kind, comparison)
        if not self.errors:
            cleaned["condition"] = Condition({"property": found.key, "is": comparison, "value": value})
        return cleaned

    def _known(self, words: str) -> KnownProperty:
        wanted = words.casefold()
        return next(
            (each for each in self.known if wanted in (each.words.casefold(), each.key.casefold())),
            KnownProperty(words, words, ""),
        )

    def _value(self, text: str, kind: str, comparison: str) -> str:
        if not text:
            self.add_error("value", _("Say with what it is compared."))
            return ""
        by_size = comparison in (AT_LEAST, AT_MOST)
        if by_size and kind in (TEXT, BOOLEAN):
            self.add_error("comparison", _("Only numbers and dates can be compared by size. Take “is” or “is not”."))
            return ""
        # Of what only another system knows, a comparison by size needs a number or a date.
        kinds = (kind,) if kind else (NUMBER, DATE) if by_size else (TEXT,)
        values = (typed_value(text, each) for each in kinds)
        value = next((each for each in values if not isinstance(each, Unreadable)), None)
        if value is None:
            self.add_error("value", _UNREADABLE.get(kind, _UNREADABLE[""]))
        return "" if value is None else as_text(value)


ConditionForms = forms.formset_factory(
    ConditionForm, extra=SPARE_LINES, max_num=MOST_CONDITIONS, validate_max=True, absolute_max=MOST_CONDITIONS
)


def property_words(condition: Condition, known: Sequence[KnownProperty]) -> str:
    """Return what people call the property of a condition; one that only another system knows, by its key."""
    return next((each.words for each in known if each.key == condition["property"]), condition["property"])


def value_words(condition: Condition, known: Sequence[KnownProperty]) -> str:
    """Return the value of a condition as people write it."""
    kind = next((each.kind for each in known if each.key == condition["property"]), "")
    if condition["property"] == ROLE_KEY:
        return contact_role_word(condition["value"]) if condition["value"] else ""
    words = {"true": _("Yes"), "false": _("No")} if kind == BOOLEAN else {}
    return words.get(condition["value"], condition["value"])


def condition_forms(
    data: Mapping[str, Any] | None,
    *,
    conditions: Iterable[Condition],
    known: Sequence[KnownProperty],
    prefix: str = "condition",
) -> Any:
    """Return the lines for some conditions, and two to spare. A page with several kinds of them tells them apart."""
    initial = [
        {"property": property_words(each, known), "comparison": each["is"], "value": value_words(each, known)}
        for each in conditions
    ]
    return ConditionForms(data, initial=initial, prefix=prefix, form_kwargs={"known": known})


def conditions_in(forms_: Any) -> tuple[Condition, ...]:
    """Return the conditions that were filled in, without the empty lines."""
    found = (each.cleaned_data.get("condition") for each in forms_)
    return tuple(each for each in found if each is not None)
