"""The texts of a survey as one person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuule.surveys.rules.texts import Texts, direction, fill, isolated, text_for


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a survey version in one language, with the company's name in them: `wording["send"]`.

    Templates get this object as `text` and write `{{ text.send }}`.
    """

    parts: Mapping[str, Texts]
    language: str
    company: str

    def __getitem__(self, part: str) -> str:
        """Return one text. Raises KeyError for an unknown part, by which templates know to try an attribute."""
        return self.read(self.parts[part])

    def read(self, texts: Texts, **values: str) -> str:
        """Return a text of the survey in this wording's language, with the company and other values filled in."""
        return fill(text_for(texts, self.language), company=isolated(self.company), **values)

    def paragraphs(self, part: str) -> list[str]:
        """Return a longer text as its paragraphs, which a blank line parts."""
        return self[part].split("\n\n")

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return direction(self.language)
