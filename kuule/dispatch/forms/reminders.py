"""What is filled in about reminders: up to five, each with words of its own in the languages of the survey."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.rules.wishes import REACHING
from kuule.dispatch.rules.reminders import (
    LONGEST_SUBJECT,
    LONGEST_WAIT_DAYS,
    LONGEST_WORDS,
    MOST_REMINDERS,
    Reminder,
)
from kuule.dispatch.templatetags.dispatch import channel_word
from kuule.surveys.rules.content import clean_body, clean_line
from kuule.ui.formats import language_word


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """The fields of one reminder; `words` are those of each language: its name, the subject and the text."""

    number: int
    days: forms.BoundField
    channel: forms.BoundField
    words: Sequence[tuple[str, forms.BoundField, forms.BoundField]]
    is_open: bool


class RemindersForm(forms.Form):
    """Five rows; one without a number of days is no reminder."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        languages: Sequence[str],
        reminders: Sequence[Reminder] = (),
    ) -> None:
        super().__init__(data, initial=dict(_shown(reminders)))
        self._languages = languages
        channels = [("", _("the same as before")), *((each, channel_word(each)) for each in REACHING)]
        for number in range(1, MOST_REMINDERS + 1):
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("Days after the message before"), min_value=1, max_value=LONGEST_WAIT_DAYS, required=False
            )
            self.fields[f"channel_{number}"] = forms.ChoiceField(label=_("Channel"), choices=channels, required=False)
            for language in languages:
                self.fields[f"subject_{number}_{language}"] = forms.CharField(
                    label=_("Subject"), max_length=LONGEST_SUBJECT, required=False
                )
                self.fields[f"words_{number}_{language}"] = forms.CharField(
                    label=gettext_lazy("Text before the question"),
                    max_length=LONGEST_WORDS,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    def clean(self) -> dict[str, Any]:
        """Complain about words of a reminder that has no day."""
        chosen = super().clean() or self.cleaned_data
        for number in range(1, MOST_REMINDERS + 1):
            days = f"days_{number}"
            has_more = chosen.get(f"channel_{number}") or any(
                self._words(number, part) for part in ("subject", "words")
            )
            if has_more and days not in self.errors and chosen.get(days) is None:
                self.add_error(days, _("Say after how many days, or empty the rest of this reminder."))
        return chosen

    @property
    def reminders(self) -> list[Reminder]:
        """Return what was filled in, in its order."""
        found = []
        for number in range(1, MOST_REMINDERS + 1):
            days = self.cleaned_data.get(f"days_{number}")
            if days is not None:
                subject, words = self._words(number, "subject"), self._words(number, "words")
                found.append(Reminder(days, self.cleaned_data[f"channel_{number}"], subject, words))
        return found

    @property
    def rows(self) -> Iterator[ReminderRow]:
        """Yield the rows as the page shows them."""
        for number in range(1, MOST_REMINDERS + 1):
            words = [
                (language_word(each), self[f"subject_{number}_{each}"], self[f"words_{number}_{each}"])
                for each in self._languages
            ]
            is_open = any(subject.value() or text.value() for _language, subject, text in words)
            yield ReminderRow(number, self[f"days_{number}"], self[f"channel_{number}"], words, is_open)

    def _words(self, number: int, part: str) -> dict[str, str]:
        clean = clean_line if part == "subject" else clean_body
        told = ((each, clean(self.cleaned_data.get(f"{part}_{number}_{each}", ""))) for each in self._languages)
        return {language: text for language, text in told if text}


def _shown(reminders: Sequence[Reminder]) -> Iterator[tuple[str, Any]]:
    for number, each in enumerate(reminders, start=1):
        yield f"days_{number}", each.after_days
        yield f"channel_{number}", each.channel
        yield from ((f"subject_{number}_{language}", text) for language, text in each.subject.items())
        yield from ((f"words_{number}_{language}", text) for language, text in each.words.items())
