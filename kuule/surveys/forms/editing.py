"""What staff fill in about one part of a draft, in one language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kuule.surveys.forms.showing import GROUPS_FIELD, PERSON_FIELDS, showing_fields, shown_to_in
from kuule.surveys.question_types import QUESTION_TYPES, text
from kuule.surveys.question_types.base import Question, Texts
from kuule.surveys.question_types.scales import SCALES
from kuule.surveys.rules.content import LONGEST_LABEL, LONGEST_TITLE, clean_body, clean_line, is_long, longest
from kuule.surveys.rules.editing import TITLE, QuestionEdit, parts_of
from kuule.surveys.rules.headline import scale_of_question
from kuule.surveys.rules.texts import fallback_for
from kuule.surveys.selectors import Fact
from kuule.surveys.templatetags.surveys import part_label, question_part_label, scale_word, type_word
from kuule.ui.formats import language_word

OPTION = "option_"
NEW_OPTION = "new_option"
READY = "ready:"


def _text_field(texts: Texts, language: str, *, label: str, limit: int, rows: int = 1) -> forms.CharField:
    attrs = {"lang": language, "dir": "auto", **({"rows": rows} if rows > 1 else {})}
    return forms.CharField(
        label=label,
        max_length=limit,
        required=False,
        initial=texts.get(language, ""),
        help_text="" if texts.get(language) else _instead(texts, language),
        strip=False,
        widget=forms.Textarea(attrs=attrs) if rows > 1 else forms.TextInput(attrs=attrs),
    )


def _instead(texts: Texts, language: str) -> str:
    other, words = fallback_for(texts, language)
    if not other:
        return ""
    shown = words if len(words) <= LONGEST_LABEL else words[:LONGEST_LABEL] + "…"
    said = _("Empty. People read the text in this language: {language}.").format(language=language_word(other))
    return format_html('{} <q lang="{}" dir="auto">{}</q>', said, other, shown)


class QuestionForm(forms.Form):
    """One question in one language: its texts, the labels of its options, whether it may be skipped, and who sees it.

    `facts` are what may be known of people, None where nothing may be.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        question: Question,
        language: str,
        is_headline: bool,
        scale_is_given: bool,
        facts: Sequence[Fact] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"id_{question['key']}_%s")
        self.question, self.is_headline, self._facts = question, is_headline, facts
        scale = scale_of_question(question)
        for part in parts_of(question["type"], question.get("scale", "")):
            is_title = part.startswith(TITLE)
            self.fields[part] = _text_field(
                question["texts"].get(part, {}),
                language,
                label=question_part_label(part, scale),
                limit=LONGEST_TITLE if is_title else LONGEST_LABEL,
                rows=2 if is_title else 1,
            )
        for number, option in enumerate(question.get("options", ()), 1):
            label = _("Option %(number)s") % {"number": number}
            self.fields[OPTION + option["key"]] = _text_field(
                option["texts"], language, label=label, limit=LONGEST_LABEL
            )
        if QUESTION_TYPES[question["type"]].has_options:
            self.fields[NEW_OPTION] = _text_field({}, language, label=_("A new option"), limit=LONGEST_LABEL)
        if "scale" in question and not scale_is_given:
            self.fields["scale"] = forms.ChoiceField(
                label=_("Scale"), choices=[(each, scale_word(each)) for each in SCALES], initial=question["scale"]
            )
        if not is_headline:
            self.fields["optional"] = forms.BooleanField(
                label=_("May be skipped"), required=False, initial=question["optional"]
            )
            self.fields |= showing_fields(question, facts)

    def clean(self) -> dict[str, Any]:
        """Return the texts as single lines without invisible characters, and who sees the question."""
        cleaned = super().clean() or self.cleaned_data
        self._shown_to = None if self.is_headline else shown_to_in(self, cleaned, self._facts)
        return {
            name: clean_line(value) if isinstance(self.fields[name], forms.CharField) else value
            for name, value in cleaned.items()
        }

    def edit(self) -> QuestionEdit:
        """Return what was filled in. Ask only a valid form."""
        return QuestionEdit(
            texts={part: self.cleaned_data[part] for part in self._parts()},
            options={option["key"]: self.cleaned_data[OPTION + option["key"]] for option in self._options()},
            is_optional=False if self.is_headline else self.cleaned_data["optional"],
            scale=self.cleaned_data.get("scale", ""),
            shown_to=self._shown_to,
        )

    def main_fields(self) -> Iterator[forms.BoundField]:
        """Yield what every question of its kind needs."""
        ends = ("low", "high")
        return (self[name] for name in (TITLE, *ends, "scale") if name in self.fields)

    def more_fields(self) -> list[forms.BoundField]:
        """Return the texts that few need: wordings per group, or what each point of a scale means."""
        return [self[part] for part in self._parts() if part not in (TITLE, "low", "high")]

    def option_fields(self) -> list[tuple[str, forms.BoundField]]:
        """Return the options with their keys."""
        return [(option["key"], self[OPTION + option["key"]]) for option in self._options()]

    @property
    def new_option_field(self) -> forms.BoundField | None:
        """Return the field for an option to add, None where there are no options."""
        return self[NEW_OPTION] if NEW_OPTION in self.fields else None

    @property
    def optional_field(self) -> forms.BoundField | None:
        """Return the box for a question that may be skipped; the one that gives the score may not."""
        return self["optional"] if "optional" in self.fields else None

    @property
    def groups_field(self) -> forms.BoundField | None:
        """Return the choice of groups that see the question; the one that gives the score is for everybody."""
        return self[GROUPS_FIELD] if GROUPS_FIELD in self.fields else None

    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields about what has to be known of those who see it."""
        return [self[name] for name in PERSON_FIELDS if name in self.fields]

    @property
    def more_about(self) -> str:
        """Return what the rarer texts are about."""
        if self.question["type"] == text.KEY:
            return _("Another wording for some")
        return _("What the other numbers mean")

    def _parts(self) -> tuple[str, ...]:
        return parts_of(self.question["type"], self.question.get("scale", ""))

    def _options(self) -> list[Any]:
        return list(self.question.get("options", ()))


class TextsForm(forms.Form):
    """Some texts of the survey in one language."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        group: str,
        parts: list[str],
        texts: Mapping[str, Texts],
        language: str,
    ) -> None:
        super().__init__(data, auto_id=f"id_{group}_%s")
        for part in parts:
            self.fields[part] = _text_field(
                texts.get(part, {}),
                language,
                label=part_label(part),
                limit=longest(part),
                rows=6 if is_long(part) else 1,
            )

    def clean(self) -> dict[str, Any]:
        """Return the texts without invisible characters."""
        cleaned = super().clean() or self.cleaned_data
        return {part: (clean_body if is_long(part) else clean_line)(words) for part, words in cleaned.items()}


class NewQuestionForm(forms.Form):
    """A question to add: its type, or one that is ready. `ready` is the title of each of those by its key."""

    kind = forms.ChoiceField()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, kinds: list[str], ready: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, auto_id="id_new_%s")
        self._ready = ready or {}
        choices: list[Any] = [(kind, type_word(kind)) for kind in kinds]
        if self._ready:
            choices.append((_("Ready to use"), [(READY + key, title) for key, title in self._ready.items()]))
        self.fields["kind"] = forms.ChoiceField(label=_("Type of question"), choices=choices)

    @property
    def ready_key(self) -> str:
        """Return the key of the ready question that was chosen, "" for a type. Ask only a valid form."""
        kind: str = self.cleaned_data["kind"]
        return kind.removeprefix(READY) if kind.startswith(READY) else ""
