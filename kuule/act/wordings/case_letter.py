"""What a member writes to a customer in a case: their own words, and nothing around them but who they are."""

from kuule.act.models import Letter
from kuule.act.rules.letters import CASE_LETTER
from kuule.act.wordings.base import PlainWording, Said


class CaseLetterWording(PlainWording):
    """A letter from person to person."""

    purpose = CASE_LETTER

    def said(self, letter: Letter) -> Said:
        """Return the words as they were written."""
        return Said(subject=letter.subject, body=letter.words)
