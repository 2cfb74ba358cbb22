"""What the privacy page asks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.ui.clean import visible_text
from kuule.workspaces.forms.fields import LineField, survey_languages
from kuule.workspaces.models import Purpose, Workspace
from kuule.workspaces.rules import (
    CONSENT,
    CONTRACT,
    FITTING_BASES,
    FOLLOW_UP,
    LEAST_ANONYMOUS,
    LEGITIMATE_INTEREST,
    MARKETING,
    MOST_ANONYMOUS,
    NOT_USED,
    PURPOSES,
    SURVEY,
    TESTIMONIAL,
)
from kuule.workspaces.services import PurposeChoice

LONGEST_TEXT = 5_000
LONGEST_KEPT_MONTHS = 240
NUMBERS = ("min_n_shown", "min_n_anonymous", "answers_kept_months", "people_kept_months")
KEPT = ("answers_kept_months", "people_kept_months")

BASES: Mapping[str, str | Promise] = {
    LEGITIMATE_INTEREST: gettext_lazy("Legitimate interest"),
    CONTRACT: gettext_lazy("Contract"),
    CONSENT: gettext_lazy("Consent"),
    NOT_USED: gettext_lazy("We do not do this"),
}
PURPOSE_NAMES: Mapping[str, str | Promise] = {
    SURVEY: gettext_lazy("Surveys"),
    FOLLOW_UP: gettext_lazy("Getting in touch about an answer"),
    TESTIMONIAL: gettext_lazy("Publishing what somebody said"),
    MARKETING: gettext_lazy("Marketing"),
}


class TextField(forms.CharField):
    """Several lines of text, without invisible characters."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text."""
        text = super().to_python(value)
        return visible_text(text.replace("\0", "")).strip() if isinstance(text, str) else text


class MonthsField(forms.IntegerField):
    """So many months, or nothing for ever."""

    def __init__(self, **options: Any) -> None:
        bounds = {"min": 1, "max": LONGEST_KEPT_MONTHS, "inputmode": "numeric"}
        widget = forms.NumberInput(attrs=bounds)
        super().__init__(required=False, min_value=1, max_value=LONGEST_KEPT_MONTHS, widget=widget, **options)


class PrivacyForm(forms.Form):
    """Legal bases with their texts, small groups, and how long things are kept."""

    survey_balancing = TextField(
        label=gettext_lazy("Balancing test"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Why you need to ask, what that means for people, and what protects them."),
    )
    survey_consent_property = LineField(
        label=gettext_lazy("Property that says who consented"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "With consent as the basis, only people for whom this yes/no property is yes are asked. "
            "The others are held back, with that as the reason."
        ),
    )
    min_n_shown = forms.IntegerField(
        label=gettext_lazy("Answers from which a score is drawn"),
        min_value=2,
        max_value=100,
        help_text=gettext_lazy("Fewer answers are shown one by one, as dots. They are never hidden."),
    )
    min_n_anonymous = forms.IntegerField(
        label=gettext_lazy("Smallest group of an anonymous survey"),
        min_value=LEAST_ANONYMOUS,
        max_value=MOST_ANONYMOUS,
        help_text=gettext_lazy(
            "No figure of a smaller group is shown anywhere. It is a promise to those who answer: "
            "it can be raised, never lowered."
        ),
    )
    answers_kept_months = MonthsField(
        label=gettext_lazy("Months until answers lose their names"),
        help_text=gettext_lazy("The score stays. Person, comment and notes go for good. Empty: never."),
    )
    people_kept_months = MonthsField(
        label=gettext_lazy("Months until silent people are erased"),
        help_text=gettext_lazy("People nobody asked, changed or heard from for so long. Empty: never."),
    )

    def __init__(
        self, data: Any = None, *, workspace: Workspace, purposes: Mapping[str, Purpose], can_change: bool
    ) -> None:
        super().__init__(data, initial=_initial(workspace, purposes))
        self.workspace, self.purposes = workspace, purposes
        for key in PURPOSES:
            choices = [(basis, BASES[basis]) for basis in FITTING_BASES[key]]
            self.fields[f"{key}_basis"] = forms.ChoiceField(label=str(PURPOSE_NAMES[key]), choices=choices)
        names = dict(survey_languages())
        for language in self.languages():
            self.fields[f"notice_{language}"] = TextField(
                label=names.get(language, language),
                required=False,
                max_length=LONGEST_TEXT,
            )
        for field in self.fields.values():
            field.disabled = not can_change

    def languages(self) -> list[str]:
        """Return the languages that a notice can be written in here."""
        saved = self.purposes[SURVEY].notice
        return list(dict.fromkeys([self.workspace.language, "en", "fi", *saved]))

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen basis needs."""
        cleaned = super().clean() or {}
        basis = cleaned.get("survey_basis")
        if basis == LEGITIMATE_INTEREST and not cleaned.get("survey_balancing"):
            self.add_error(
                "survey_balancing", _("A legitimate interest needs a balancing test. Write down why you ask.")
            )
        if basis == CONSENT and not cleaned.get("survey_consent_property"):
            self.add_error("survey_consent_property", _("Name the property of people that says who consented."))
        promised, wanted = self.workspace.min_n_anonymous, cleaned.get("min_n_anonymous")
        if wanted is not None and wanted < promised:
            text = _("People answered because at least %(least)s was promised. It can only be raised.")
            self.add_error("min_n_anonymous", text % {"least": promised})
        return cleaned

    @property
    def choices(self) -> list[PurposeChoice]:
        """Return what was decided about each purpose."""
        cleaned = self.cleaned_data
        notice = {language: cleaned[f"notice_{language}"] for language in self.languages()}
        survey = PurposeChoice(
            SURVEY,
            cleaned["survey_basis"],
            cleaned["survey_balancing"],
            {language: text for language, text in notice.items() if text},
            cleaned["survey_consent_property"],
        )
        return [survey, *(PurposeChoice(key, cleaned[f"{key}_basis"]) for key in PURPOSES if key != SURVEY)]

    @property
    def numbers(self) -> dict[str, int | None]:
        """Return the numbers by their names."""
        return {name: self.cleaned_data[name] for name in NUMBERS}

    @property
    def months(self) -> dict[str, int | None]:
        """Return how long things are to be kept, as far as it could be read."""
        return {name: self.cleaned_data.get(name) for name in KEPT}


def _initial(workspace: Workspace, purposes: Mapping[str, Purpose]) -> dict[str, Any]:
    survey = purposes[SURVEY]
    return {
        **{name: getattr(workspace, name) for name in NUMBERS},
        **{f"{key}_basis": purpose.basis for key, purpose in purposes.items()},
        **{f"notice_{language}": text for language, text in survey.notice.items()},
        "survey_balancing": survey.balancing or (_usual_balancing() if survey.pk is None else ""),
        "survey_consent_property": survey.consent_property,
    }


def _usual_balancing() -> str:
    return _(
        "Why we ask: to learn what works for our customers and to mend what does not. Without asking we would not "
        "know.\n\nWhat it means for people: a short mail, seldom, about something they know us by. We ask two or three "
        "questions and nothing sensitive.\n\nWhat protects them: nobody has to answer, one click stops all surveys, "
        "nobody is asked more often than our pause allows, and answers are read only by those who can act on them."
    )
