"""Who comes by a link in a letter."""

from kuule.act.models import Letter, PanelMember, SolvedAnswer
from kuule.lib.tokens import hash_token, is_well_formed


def letter_by_token(token: str) -> Letter | None:
    """Return the letter whose links hold a token, or None."""
    if not is_well_formed(token):
        return None
    letters = Letter.objects.select_related("workspace", "contact", "case")
    return letters.filter(link_hash=hash_token(token), contact__isnull=False).first()


def panel_by_letter(letter: Letter) -> PanelMember | None:
    """Return what the person whom a letter went to said about the panel, None for somebody who was not invited."""
    return PanelMember.objects.filter(workspace=letter.workspace_id, contact=letter.contact_id).first()


def solved_answer_to(letter: Letter) -> SolvedAnswer | None:
    """Return what was answered to a letter that asks whether it is solved, or None."""
    return SolvedAnswer.objects.filter(letter=letter).first()
