"""Choosing a file, and saying what its columns become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.importers import FileHead
from kuule.contacts.importers.csv_file import DELIMITERS
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import PROPERTY_KINDS
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.columns import Column, ColumnMapping, property_key
from kuule.contacts.templatetags.contacts import property_kind
from kuule.ui.clean import visible_text

Choice = tuple[str, str]

PERSON_FIELDS = (
    (to.NAME, gettext_lazy("Name")),
    (to.FIRST_NAME, gettext_lazy("First name")),
    (to.LAST_NAME, gettext_lazy("Last name")),
    (to.EMAIL, gettext_lazy("E-mail")),
    (to.EXTERNAL_ID, gettext_lazy("Your id")),
    (to.PHONE, gettext_lazy("Phone")),
    (to.ROLE, gettext_lazy("Role in the account")),
    (to.TITLE, gettext_lazy("Job title")),
    (to.LANGUAGE, gettext_lazy("Language")),
    (to.TIMEZONE, gettext_lazy("Time zone")),
)
ACCOUNT_FIELDS = (
    (to.ACCOUNT, gettext_lazy("Account name")),
    (to.ACCOUNT_ID, gettext_lazy("Your id of the account")),
)
DELIMITER_NAMES = (gettext_lazy("a comma"), gettext_lazy("a semicolon"), gettext_lazy("a tab"))


class FileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("CSV in UTF-8, up to 200 MB. The first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


class DelimiterForm(forms.Form):
    """What stands between the cells of a file."""

    delimiter = forms.ChoiceField(
        label=gettext_lazy("Between the cells stands"), choices=list(zip(DELIMITERS, DELIMITER_NAMES, strict=True))
    )


@dataclass(frozen=True, slots=True)
class ColumnFields:
    """The fields of one column: what it becomes, and which type it gets if that is a new property."""

    header: str
    samples: Sequence[str]
    to: forms.BoundField
    kind: forms.BoundField
    complaint: str = ""


class MappingForm(forms.Form):
    """What each column of a file becomes.

    A property is chosen as `contact_property:plan`, one that is not defined yet as `contact_property:plan:new`: the
    style sheet shows the type only beside such a choice.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        head: FileHead,
        mapping: ColumnMapping,
        definitions: Sequence[PropertyDefinition],
    ) -> None:
        super().__init__(data)
        self._head, self._mapping = head, mapping
        self._known = {(f"{each.of}_property", each.key): each for each in definitions}
        kinds = [(kind, property_kind(kind)) for kind in PROPERTY_KINDS]
        for number, column in enumerate(mapping.columns):
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=_("Becomes"), choices=self._choices(number, column), initial=self._place(column)
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Type"), choices=kinds, initial=column.kind, required=False
            )

    def _choices(self, number: int, column: Column) -> list[tuple[str, Any]]:
        key = column.key or property_key(column.header) or f"column_{number + 1}"
        return [
            (to.SKIP, _("Skip this column")),
            (_("Person"), [(name, str(label)) for name, label in PERSON_FIELDS]),
            (_("Account"), [(name, str(label)) for name, label in ACCOUNT_FIELDS]),
            (_("Property of the person"), self._properties(to.CONTACT_PROPERTY, key, column.header)),
            (_("Property of the account"), self._properties(to.ACCOUNT_PROPERTY, key, column.header)),
        ]

    def _properties(self, target: str, key: str, header: str) -> list[Choice]:
        known = [(f"{of}:{each.key}", each.label) for (of, _key), each in self._known.items() if of == target]
        if (target, key) in self._known:
            return known
        return [(f"{target}:{key}:new", _("New: %(name)s") % {"name": visible_text(header or key)}), *known]

    def _place(self, column: Column) -> str:
        if column.to not in to.PROPERTY_OF:
            return column.to
        place = f"{column.to}:{column.key}"
        return place if (column.to, column.key) in self._known else f"{place}:new"

    @property
    def mapping(self) -> ColumnMapping:
        """Return the mapping as it was chosen, or as it was guessed while nothing valid was chosen."""
        if not self.is_bound or not self.is_valid():
            return self._mapping
        chosen = []
        for number, column in enumerate(self._mapping.columns):
            target, _colon, place = str(self.cleaned_data[f"to_{number}"]).partition(":")
            key = place.removesuffix(":new")
            known = self._known.get((target, key))
            kind = known.kind if known else self.cleaned_data[f"kind_{number}"] or column.kind
            chosen.append(Column(column.header, target, key, kind))
        return ColumnMapping(self._mapping.delimiter, tuple(chosen))

    def columns(self, complaints: Mapping[int | None, str]) -> list[ColumnFields]:
        """Return the fields column by column, with samples from the file and what is wrong with the choice."""
        return [
            ColumnFields(
                header=visible_text(column.header),
                samples=_samples(self._head, number),
                to=self[f"to_{number}"],
                kind=self[f"kind_{number}"],
                complaint=complaints.get(number, ""),
            )
            for number, column in enumerate(self._mapping.columns)
        ]


def _samples(head: FileHead, number: int, count: int = 3) -> list[str]:
    cells = dict.fromkeys(row[number].strip() for _line, row in head.rows if number < len(row))
    return [visible_text(cell[:60]) for cell in cells if cell][:count]
