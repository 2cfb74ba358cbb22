"""Pages of this room."""

from kuule.act.views.initiative_acts import (
    initiative_accept,
    initiative_note,
    initiative_pin,
    initiative_review,
    initiative_review_new,
    initiative_spent,
    initiative_task_done,
    initiative_task_new,
    initiative_unpin,
)
from kuule.act.views.initiative_editing import initiative_edit, initiative_new
from kuule.act.views.initiative_evidence import initiative_evidence
from kuule.act.views.initiative_moves import initiative_move
from kuule.act.views.initiatives import initiative_board, initiative_list, initiative_page
from kuule.act.views.management import management_agenda, management_agenda_pdf
from kuule.act.views.telling import (
    initiative_public,
    initiative_tell,
    initiative_telling,
    initiative_telling_preview,
    initiative_telling_texts,
)

__all__ = [
    "initiative_accept",
    "initiative_board",
    "initiative_edit",
    "initiative_evidence",
    "initiative_list",
    "initiative_move",
    "initiative_new",
    "initiative_note",
    "initiative_page",
    "initiative_pin",
    "initiative_public",
    "initiative_review",
    "initiative_review_new",
    "initiative_spent",
    "initiative_task_done",
    "initiative_task_new",
    "initiative_tell",
    "initiative_telling",
    "initiative_telling_preview",
    "initiative_telling_texts",
    "initiative_unpin",
    "management_agenda",
    "management_agenda_pdf",
]
