"""What is filled in about care at a touchpoint: the holdout and up to five steps with their words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.dispatch.models import CarePlan
from kuule.dispatch.rules.care import (
    CALL_STEP,
    LONGEST_CARE_DAYS,
    MOST_HOLDOUT,
    MOST_STEPS,
    TIP_STEP,
    USUAL_HOLDOUT,
    Step,
    steps_from,
)
from kuule.dispatch.services.care import CareSettings
from kuule.surveys.rules.content import clean_body, clean_line
from kuule.surveys.rules.touchpoints import Condition
from kuule.ui.formats import language_word

LONGEST_SUBJECT, LONGEST_WORDS = 150, 3_000
KINDS = (
    ("", pgettext_lazy("step of care", "No step")),
    (TIP_STEP, pgettext_lazy("step of care", "A tip by mail")),
    (CALL_STEP, pgettext_lazy("step of care", "A call by somebody here")),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """The fields of one step; `words` are those of each language: its name, the subject and the text."""

    number: int
    kind: forms.BoundField
    days: forms.BoundField
    words: Sequence[tuple[str, forms.BoundField, forms.BoundField]]
    is_open: bool
    is_spare: bool


class CareForm(forms.Form):
    """Care at a touchpoint. A row without a kind is no step."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Care about what happens here from now on"),
        required=False,
        help_text=gettext_lazy("While this is off nothing new begins, and care that goes on ends."),
    )
    holdout = forms.IntegerField(
        label=gettext_lazy("Share without care, %"),
        min_value=0,
        max_value=MOST_HOLDOUT,
        help_text=gettext_lazy(
            "Drawn at random, and asked by the survey all the same: only so does it show whether care works. "
            "0 cares about everybody and never knows."
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, languages: Sequence[str], plan: CarePlan | None
    ) -> None:
        steps = steps_from(plan.steps) if plan else ()
        usual = {"is_on": plan.is_on if plan else False, "holdout": plan.holdout if plan else USUAL_HOLDOUT}
        super().__init__(data, initial={**usual, **dict(_shown(steps))})
        self._languages = languages
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=_("Step"), choices=KINDS, required=False)
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("Days after it happened"), min_value=0, max_value=LONGEST_CARE_DAYS, required=False
            )
            for language in languages:
                self.fields[f"subject_{number}_{language}"] = forms.CharField(
                    label=_("Subject"), max_length=LONGEST_SUBJECT, required=False
                )
                self.fields[f"words_{number}_{language}"] = forms.CharField(
                    label=_("Text"),
                    max_length=LONGEST_WORDS,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 4}),
                )

    def clean(self) -> dict[str, Any]:
        """Complain about a step that lacks its day or its words."""
        cleaned = super().clean() or self.cleaned_data
        first = self._languages[0]
        for number in range(1, MOST_STEPS + 1):
            kind, days = cleaned.get(f"kind_{number}"), f"days_{number}"
            if not kind:
                continue
            if days not in self.errors and cleaned.get(days) is None:
                self.add_error(days, _("Say how many days after it happened."))
            if not self._words(number, "words"):
                self.add_error(f"words_{number}_{first}", _("Say what the step is about, in one language at least."))
            if kind == TIP_STEP and not self._words(number, "subject"):
                self.add_error(f"subject_{number}_{first}", _("A mail needs a subject."))
        return cleaned

    def settings(self, stop_if: Sequence[Condition]) -> CareSettings:
        """Return what was filled in, with the conditions beside it."""
        steps = [
            Step(
                self.cleaned_data[f"kind_{number}"],
                self.cleaned_data[f"days_{number}"],
                self._words(number, "subject"),
                self._words(number, "words"),
            )
            for number in range(1, MOST_STEPS + 1)
            if self.cleaned_data[f"kind_{number}"]
        ]
        about = {"is_on": self.cleaned_data["is_on"], "holdout": self.cleaned_data["holdout"]}
        return CareSettings(steps=steps, stop_if=stop_if, **about)

    @property
    def rows(self) -> Iterator[StepRow]:
        """Yield all there can be. To spare are those without a kind, but for the first: it asks to be filled in."""
        for number in range(1, MOST_STEPS + 1):
            words = [
                (language_word(each), self[f"subject_{number}_{each}"], self[f"words_{number}_{each}"])
                for each in self._languages
            ]
            kind = self[f"kind_{number}"]
            is_step = bool(kind.value())
            is_spare = not is_step and number > 1
            yield StepRow(number, kind, self[f"days_{number}"], words, self.is_bound and is_step, is_spare)

    def _words(self, number: int, part: str) -> dict[str, str]:
        clean = clean_line if part == "subject" else clean_body
        told = ((each, clean(self.cleaned_data.get(f"{part}_{number}_{each}", ""))) for each in self._languages)
        return {language: text for language, text in told if text}


def _shown(steps: Sequence[Step]) -> Iterator[tuple[str, Any]]:
    for number, each in enumerate(steps, start=1):
        yield f"kind_{number}", each.kind
        yield f"days_{number}", each.after_days
        yield from ((f"subject_{number}_{language}", text) for language, text in each.subject.items())
        yield from ((f"words_{number}_{language}", text) for language, text in each.words.items())
