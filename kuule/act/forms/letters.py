"""What is written to customers, and saved for the next time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from kuule.act.rules.letters import LONGEST_SUBJECT, LONGEST_TITLE, LONGEST_WORDS
from kuule.act.services.correspondence import Words


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files, each looked at as one alone would be."""
        given = data if isinstance(data, list) else [data] if data else []
        clean = super().clean
        return [clean(each, initial) for each in given if each]


class LetterForm(forms.Form):
    """A letter to the customer of a case."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    words = forms.CharField(
        label=gettext_lazy("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("So that the customer’s mail program reads it aloud rightly."),
    )
    enclosed = _FilesField(
        label=gettext_lazy("Files"),
        required=False,
        max_length=LONGEST_SUBJECT,
        widget=_SeveralFiles(),
        help_text=gettext_lazy("PDF, pictures, text, Word, Excel, PowerPoint or OpenDocument: 5 files of 5 MB."),
    )

    @property
    def written(self) -> Words:
        """Return what was written; only of a valid form."""
        given: Sequence[UploadedFile[Any]] = self.cleaned_data["enclosed"]
        return Words(
            subject=self.cleaned_data["subject"],
            text=self.cleaned_data["words"],
            language=self.cleaned_data["language"],
            files=[(str(each.name), each.read()) for each in given],
        )


class SavedWordsForm(forms.Form):
    """An opening or a passage for later letters."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_TITLE)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    words = forms.CharField(
        label=gettext_lazy("Words"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 5})
    )


class LetterChoiceForm(forms.Form):
    """Which letters are written by themselves."""

    thanked = forms.MultipleChoiceField(
        label=gettext_lazy("Thank by mail who answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Nobody is thanked for an answer to an anonymous survey: the mail would show that you know who answered."
        ),
    )
    asks_if_solved = forms.BooleanField(
        label=gettext_lazy("When a case is closed, ask the customer whether it is solved"),
        required=False,
        help_text=gettext_lazy("An hour after. “No” opens the case again."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        families: Sequence[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["thanked"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = list(families)
