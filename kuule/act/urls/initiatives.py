"""Addresses of initiatives."""

from django.urls import path

from kuule.act.views import (
    initiative_acts,
    initiative_editing,
    initiative_evidence,
    initiative_moves,
    initiatives,
    management,
    taking_out,
    telling,
)

_IMPROVE = "w/<slug:slug>/improve/"
_INITIATIVE = f"{_IMPROVE}<int:initiative_id>/"

urlpatterns = [
    path(_IMPROVE, initiatives.initiative_list, name="initiative_list"),
    path(f"{_IMPROVE}export/", taking_out.initiative_export, name="initiative_export"),
    path(f"{_IMPROVE}board/", initiatives.initiative_board, name="initiative_board"),
    path(f"{_IMPROVE}new/", initiative_editing.initiative_new, name="initiative_new"),
    path(f"{_IMPROVE}agenda/", management.management_agenda, name="management_agenda"),
    path(f"{_IMPROVE}agenda.pdf", management.management_agenda_pdf, name="management_agenda_pdf"),
    path(_INITIATIVE, initiatives.initiative_page, name="initiative_page"),
    path(f"{_INITIATIVE}change/", initiative_editing.initiative_edit, name="initiative_edit"),
    path(f"{_INITIATIVE}evidence/", initiative_evidence.initiative_evidence, name="initiative_evidence"),
    path(f"{_INITIATIVE}move/<slug:to>/", initiative_moves.initiative_move, name="initiative_move"),
    path(f"{_INITIATIVE}accept/", initiative_acts.initiative_accept, name="initiative_accept"),
    path(f"{_INITIATIVE}reviews/", initiative_acts.initiative_review_new, name="initiative_review_new"),
    path(f"{_INITIATIVE}reviews/<int:decision_id>/", initiative_acts.initiative_review, name="initiative_review"),
    path(f"{_INITIATIVE}tasks/", initiative_acts.initiative_task_new, name="initiative_task_new"),
    path(f"{_INITIATIVE}tasks/<int:task_id>/", initiative_acts.initiative_task_done, name="initiative_task_done"),
    path(f"{_INITIATIVE}spent/", initiative_acts.initiative_spent, name="initiative_spent"),
    path(f"{_INITIATIVE}note/", initiative_acts.initiative_note, name="initiative_note"),
    path(f"{_INITIATIVE}pins/", initiative_acts.initiative_pin, name="initiative_pin"),
    path(f"{_INITIATIVE}pins/<int:pin_id>/", initiative_acts.initiative_unpin, name="initiative_unpin"),
    path(f"{_INITIATIVE}telling/", telling.initiative_telling, name="initiative_telling"),
    path(f"{_INITIATIVE}telling/texts/", telling.initiative_telling_texts, name="initiative_telling_texts"),
    path(f"{_INITIATIVE}telling/tell/", telling.initiative_tell, name="initiative_tell"),
    path(f"{_INITIATIVE}telling/public/", telling.initiative_public, name="initiative_public"),
    path(
        f"{_INITIATIVE}telling/<slug:language>/", telling.initiative_telling_preview, name="initiative_telling_preview"
    ),
]
