"""What is filled in about themes: names and hinting words by language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.insight.models import Theme
from kuule.insight.rules.themes import LONGEST_NAME, LONGEST_PHRASE, MOST_WORDS
from kuule.insight.services.themes import ThemeSettings
from kuule.text.seeds import STARTER_SETS
from kuule.ui.clean import visible_text
from kuule.ui.formats import language_word

ROWS_OF_WORDS = 4
# What stands between a language and a word in the value of a box; no code of a language holds it.
_MARK = ":"


class PhrasesField(forms.CharField):
    """Words and phrases, one a line."""

    widget = forms.Textarea

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(required=False, max_length=most * (LONGEST_PHRASE + 2), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the lines that stand in the field."""
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> list[str]:
        """Return the phrases. Refuses too many, and those that are too long."""
        lines = [visible_text(line).strip() for line in str(super().clean(value)).splitlines()]
        phrases = list(dict.fromkeys(line for line in lines if line))
        if len(phrases) > self.most:
            raise forms.ValidationError(_("Write %(most)s lines or fewer.") % {"most": self.most})
        for phrase in phrases:
            if len(phrase) > LONGEST_PHRASE:
                raise forms.ValidationError(_("“%(phrase)s…” is too long for a phrase.") % {"phrase": phrase[:40]})
        return phrases


class ThemeForm(forms.Form):
    """A theme in several languages: for each a name and words."""

    is_praise = forms.BooleanField(
        label=gettext_lazy("Its words only praise"),
        required=False,
        help_text=gettext_lazy(
            "Such as “excellent” or “great”: whoever writes them is happy. It is shown apart from themes that say why."
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, languages: Sequence[str], known: ThemeSettings | None = None
    ) -> None:
        super().__init__(data, initial={"is_praise": bool(known and known.is_praise)})
        names, words = (known.names, known.words) if known else ({}, {})
        self.languages = list(dict.fromkeys((*languages, *sorted(names), *sorted(words))))
        for language in self.languages:
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name"), required=False, max_length=LONGEST_NAME, initial=names.get(language, "")
            )
            self.fields[f"words_{language}"] = PhrasesField(
                label=_("Words that hint at it, one a line"),
                most=MOST_WORDS,
                initial=list(words.get(language, ())),
                widget=forms.Textarea(attrs={"rows": ROWS_OF_WORDS, "lang": language, "spellcheck": "false"}),
            )

    @property
    def parts(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField, bool]]:
        """Yield each language with its two fields, and whether they are open at once: the first, and what to mend."""
        for place, language in enumerate(self.languages):
            name, words = self[f"name_{language}"], self[f"words_{language}"]
            yield language, name, words, not place or bool(name.errors or words.errors)

    @property
    def settings(self) -> ThemeSettings:
        """Return what was filled in."""
        told = self.cleaned_data
        return ThemeSettings(
            names={each: name for each in self.languages if (name := visible_text(told[f"name_{each}"]).strip())},
            words={each: words for each in self.languages if (words := told[f"words_{each}"])},
            is_praise=told["is_praise"],
        )


class SplitForm(forms.Form):
    """Which words of a theme become one of their own, and its name."""

    name = forms.CharField(label=gettext_lazy("Name of the new theme"), max_length=LONGEST_NAME)
    words = forms.MultipleChoiceField(
        label=gettext_lazy("Words that go to it"), widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, data: Mapping[str, Any] | None, *, theme: Theme, language: str) -> None:
        super().__init__(data)
        self._theme, self._language = theme, language
        field = self.fields["words"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = [
            (language_word(code), [(code + _MARK + word, word) for word in each]) for code, each in theme.words.items()
        ]

    @property
    def settings(self) -> ThemeSettings:
        """Return the new theme."""
        words: dict[str, list[str]] = {}
        for chosen in self.cleaned_data["words"]:
            language, _mark, word = chosen.partition(_MARK)
            words.setdefault(language, []).append(word)
        name = visible_text(self.cleaned_data["name"]).strip()
        return ThemeSettings(names={self._language: name}, words=words, is_praise=self._theme.is_praise)


class BeginForm(forms.Form):
    """Which set of themes to begin with."""

    set = forms.ChoiceField(choices=[(name, name) for name in STARTER_SETS])


class PhraseForm(forms.Form):
    """The urgent phrases of one kind in one language."""

    phrases = PhrasesField(label=gettext_lazy("Phrases, one a line"), most=MOST_WORDS)
