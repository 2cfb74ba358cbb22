"""What is filled in about a message test: its groups, the share without a message, and the messages by language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.economics.models import MessageTest
from kuule.economics.rules.groups import DETRACTOR, GROUPS, PASSIVE, PROMOTER
from kuule.economics.rules.messages import (
    LEAST_MESSAGES,
    LONGEST_ADDRESS,
    LONGEST_GOAL_DAYS,
    LONGEST_LINK_WORDS,
    LONGEST_MESSAGE,
    LONGEST_TEST_NAME,
    MOST_HELD_OUT,
    MOST_MESSAGES,
    USUAL_GOAL_DAYS,
    USUAL_HELD_OUT,
    KeptMessage,
    is_safe_link,
)
from kuule.economics.services.message_tests import MessageTestSettings
from kuule.surveys.rules.content import clean_body, clean_line
from kuule.ui.formats import language_word

GROUP_WORDS = {
    DETRACTOR: gettext_lazy("Detractors, 0 to 6"),
    PASSIVE: gettext_lazy("Passives, 7 and 8"),
    PROMOTER: gettext_lazy("Promoters, 9 and 10"),
}


@dataclass(frozen=True, slots=True)
class MessageRow:
    """The fields of one message; `words` are those of each language: its name, the text, the words of the link."""

    number: int
    link: forms.BoundField
    words: Sequence[tuple[str, forms.BoundField, forms.BoundField]]
    is_spare: bool


class MessageTestForm(forms.Form):
    """A message test. A row without any text is no message."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_TEST_NAME,
        help_text=gettext_lazy("For you alone, such as: Invite to the webinar or to the guide."),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who sees a message"),
        choices=[(group, GROUP_WORDS[group]) for group in GROUPS],
        initial=list(GROUPS),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each group is judged on its own: what pleases promoters may annoy detractors."),
    )
    held_out = forms.IntegerField(
        label=gettext_lazy("Share without a message, %"),
        min_value=0,
        max_value=MOST_HELD_OUT,
        initial=USUAL_HELD_OUT,
        help_text=gettext_lazy("Drawn by chance. Only beside them can be seen what a message does at all."),
    )
    goal_days = forms.IntegerField(
        label=gettext_lazy("A purchase counts within so many days"),
        min_value=1,
        max_value=LONGEST_GOAL_DAYS,
        initial=USUAL_GOAL_DAYS,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, languages: Sequence[str], test: MessageTest | None = None
    ) -> None:
        super().__init__(data, initial=dict(_shown(test)) if test else None)
        self._languages = languages
        for number in range(1, MOST_MESSAGES + 1):
            self.fields[f"link_{number}"] = forms.CharField(
                label=_("Address of a link"),
                max_length=LONGEST_ADDRESS,
                required=False,
                help_text=_("Starts with https://. Taps on it are counted."),
                widget=forms.URLInput,
            )
            for language in languages:
                self.fields[f"words_{number}_{language}"] = forms.CharField(
                    label=_("Text"),
                    max_length=LONGEST_MESSAGE,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                )
                self.fields[f"link_words_{number}_{language}"] = forms.CharField(
                    label=_("Words of the link"), max_length=LONGEST_LINK_WORDS, required=False
                )

    def clean(self) -> dict[str, Any]:
        """Complain about a message that lacks a language that another has, and a link that lacks words or is unsafe."""
        cleaned = super().clean() or self.cleaned_data
        told = [number for number in range(1, MOST_MESSAGES + 1) if self._words(number, "words") or self._link(number)]
        spoken = {language for number in told for language in self._words(number, "words")}
        if not self.errors and len(told) < LEAST_MESSAGES:
            self.add_error(None, _("Write two messages or more: a test compares them."))
        for number in told:
            link = self._link(number)
            if link and not is_safe_link(link):
                self.add_error(f"link_{number}", _("Write a whole address that starts with https://."))
            for language in sorted(spoken):
                if not self._words(number, "words").get(language):
                    self.add_error(f"words_{number}_{language}", _("Write this message in every language, or in none."))
                if link and not self._words(number, "link_words").get(language):
                    self.add_error(f"link_words_{number}_{language}", _("Say what the link is called."))
        return cleaned

    @property
    def settings(self) -> MessageTestSettings:
        """Return what was filled in."""
        kept = (
            KeptMessage(
                words=self._words(number, "words"),
                link=self._link(number),
                link_words=self._words(number, "link_words"),
            )
            for number in range(1, MOST_MESSAGES + 1)
        )
        told = {name: self.cleaned_data[name] for name in ("name", "groups", "held_out", "goal_days")}
        return MessageTestSettings(messages=[each for each in kept if each["words"]], **told)

    @property
    def rows(self) -> Iterator[MessageRow]:
        """Yield all there can be. To spare are those without words after the first two."""
        for number in range(1, MOST_MESSAGES + 1):
            words = [
                (language_word(each), self[f"words_{number}_{each}"], self[f"link_words_{number}_{each}"])
                for each in self._languages
            ]
            is_empty = not any(field.value() for _language, field, _link in words)
            yield MessageRow(number, self[f"link_{number}"], words, is_empty and number > LEAST_MESSAGES)

    def _words(self, number: int, part: str) -> dict[str, str]:
        clean = clean_body if part == "words" else clean_line
        told = ((each, clean(self.cleaned_data.get(f"{part}_{number}_{each}", ""))) for each in self._languages)
        return {language: text for language, text in told if text}

    def _link(self, number: int) -> str:
        return clean_line(self.cleaned_data.get(f"link_{number}", ""))


def _shown(test: MessageTest) -> Iterator[tuple[str, Any]]:
    yield from ((name, getattr(test, name)) for name in ("name", "groups", "held_out", "goal_days"))
    for number, each in enumerate(test.messages, start=1):
        yield f"link_{number}", each["link"]
        yield from ((f"words_{number}_{language}", text) for language, text in each["words"].items())
        yield from ((f"link_words_{number}_{language}", text) for language, text in each["link_words"].items())
