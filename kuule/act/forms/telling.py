"""What those who raised it are told, and what everybody may read, by language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.models import Initiative
from kuule.act.rules.telling import LONGEST_SUBJECT, LONGEST_TOLD
from kuule.surveys.rules.content import clean_body, clean_line

LONGEST_PUBLIC = 500


def _words(label: str, language: str, initial: str, *, longest: int, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        initial=initial,
        widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
    )


class TellingForm(forms.Form):
    """The mail to those who raised it: for each language a subject and words, or nothing."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, languages: Sequence[str], initiative: Initiative
    ) -> None:
        super().__init__(data)
        self.languages = list(dict.fromkeys((*languages, *sorted(initiative.told))))
        for language in self.languages:
            known = initiative.told.get(language, {})
            self.fields[f"subject_{language}"] = forms.CharField(
                label=_("Subject"),
                required=False,
                max_length=LONGEST_SUBJECT,
                initial=known.get("subject", ""),
                widget=forms.TextInput(attrs={"lang": language}),
            )
            self.fields[f"words_{language}"] = _words(
                _("What was done"), language, known.get("words", ""), longest=LONGEST_TOLD, rows=6
            )

    @property
    def parts(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield each language with its two fields."""
        for language in self.languages:
            yield language, self[f"subject_{language}"], self[f"words_{language}"]

    def clean(self) -> dict[str, Any]:
        """Complain about a language in which only one of the two is written."""
        cleaned = super().clean() or self.cleaned_data
        for language in self.languages:
            subject, words = clean_line(cleaned.get(f"subject_{language}", "")), cleaned.get(f"words_{language}", "")
            if bool(subject) != bool(clean_body(words)):
                missing = "words" if subject else "subject"
                self.add_error(f"{missing}_{language}", _("Write this as well, or empty the other."))
        return cleaned

    def texts(self) -> dict[str, dict[str, str]]:
        """Return what was written, by language."""
        return {
            language: {
                "subject": clean_line(self.cleaned_data[f"subject_{language}"]),
                "words": clean_body(self.cleaned_data[f"words_{language}"]),
            }
            for language in self.languages
        }


class PublicForm(forms.Form):
    """What everybody may read: what customers said, and what was done."""

    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it"),
        required=False,
        help_text=gettext_lazy("Name no customer in it: it can be shown on your public page."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, languages: Sequence[str], initiative: Initiative
    ) -> None:
        super().__init__(data, initial={"is_public": initiative.is_public})
        self.languages = list(dict.fromkeys((*languages, *sorted(initiative.said), *sorted(initiative.did))))
        for language in self.languages:
            for name, label, known in (
                ("said", _("You said"), initiative.said),
                ("did", _("We did"), initiative.did),
            ):
                self.fields[f"{name}_{language}"] = _words(
                    label, language, known.get(language, ""), longest=LONGEST_PUBLIC, rows=2
                )

    @property
    def parts(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield each language with its two fields."""
        for language in self.languages:
            yield language, self[f"said_{language}"], self[f"did_{language}"]

    def words(self, name: str) -> dict[str, str]:
        """Return one of the two parts by language."""
        return {language: clean_body(self.cleaned_data[f"{name}_{language}"]) for language in self.languages}
