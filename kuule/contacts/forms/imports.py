"""Choosing a file, and saying what its columns become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.importers import FileHead
from kuule.contacts.importers.base import Groups
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import PROPERTY_KINDS
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.columns import Column, ColumnMapping, property_key
from kuule.contacts.templatetags.contacts import property_kind
from kuule.ui.clean import visible_text

Choice = tuple[str, str]
Fields = Mapping[str, forms.ChoiceField]

DELIMITERS = (
    (",", gettext_lazy("a comma")),
    (";", gettext_lazy("a semicolon")),
    ("\t", gettext_lazy("a tab")),
    ("|", gettext_lazy("a vertical bar")),
)
ENCODINGS = ("UTF-8", "UTF-16", "Windows-1252", "Windows-1250", "Windows-1251", "CP 850", "mac_roman")


class FileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "CSV, TSV, XLSX, XLS, ODS or Parquet, up to %(size)s MB. The first line names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.parquet,.gz,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, more: Fields, megabytes: int) -> None:
        """Ask for a file, and for what else a kind of import must know at once."""
        super().__init__(data, files)
        self.fields = {**more, **self.fields}
        field = self.fields["file"]
        field.help_text = str(field.help_text) % {"size": megabytes}

    @property
    def options(self) -> dict[str, str]:
        """Return what was chosen besides the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class ReadingForm(forms.Form):
    """How a file is read: what stands between cells and how letters are written, or which sheet it is."""

    def __init__(self, data: Any = None, *, head: FileHead) -> None:
        """Ask what matters for this file."""
        super().__init__(data)
        if head.sheets:
            sheets = [(name, visible_text(name)) for name in head.sheets]
            self.fields["sheet"] = forms.ChoiceField(label=_("Sheet"), choices=sheets, initial=head.sheet)
        if head.delimiter:
            self.fields["delimiter"] = forms.ChoiceField(
                label=_("Between the cells stands"), choices=DELIMITERS, initial=head.delimiter
            )
            known = dict.fromkeys((head.encoding, *ENCODINGS))
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Letters are written in"), choices=[(name, name) for name in known], initial=head.encoding
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
    """What each column of a file becomes, and what holds for all lines.

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
        groups: Groups,
        options: Fields,
    ) -> None:
        super().__init__(data)
        self._head, self._mapping, self._groups = head, mapping, groups
        self._known = {(f"{each.of}_property", each.key): each for each in definitions}
        self._options = tuple(options)
        for name, field in options.items():
            field.initial = mapping.options.get(name, field.initial)
            self.fields[name] = field
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
        groups = [(str(title), [(name, str(label)) for name, label in fields]) for title, fields in self._groups]
        return [
            (to.SKIP, _("Skip this column")),
            *groups,
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
            target, colon, place = str(self.cleaned_data[f"to_{number}"]).partition(":")
            if target not in to.PROPERTY_OF:
                chosen.append(Column(column.header, target + colon + place))
                continue
            key = place.removesuffix(":new")
            known = self._known.get((target, key))
            kind = known.kind if known else self.cleaned_data[f"kind_{number}"] or column.kind
            chosen.append(Column(column.header, target, key, kind))
        options = {**self._mapping.options, **{name: self.cleaned_data[name] for name in self._options}}
        return self._mapping.with_columns(chosen, options)

    def option_fields(self) -> list[forms.BoundField]:
        """Return the fields of what holds for all lines."""
        return [self[name] for name in self._options]

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
