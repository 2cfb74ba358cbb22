"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_IMPROVE = "w/<slug:slug>/improve/"
_INITIATIVE = f"{_IMPROVE}<int:initiative_id>/"

urlpatterns = [
    path(_IMPROVE, views.initiative_list, name="initiative_list"),
    path(f"{_IMPROVE}board/", views.initiative_board, name="initiative_board"),
    path(f"{_IMPROVE}new/", views.initiative_new, name="initiative_new"),
    path(f"{_IMPROVE}agenda/", views.management_agenda, name="management_agenda"),
    path(f"{_IMPROVE}agenda.pdf", views.management_agenda_pdf, name="management_agenda_pdf"),
    path(_INITIATIVE, views.initiative_page, name="initiative_page"),
    path(f"{_INITIATIVE}change/", views.initiative_edit, name="initiative_edit"),
    path(f"{_INITIATIVE}evidence/", views.initiative_evidence, name="initiative_evidence"),
    path(f"{_INITIATIVE}move/<slug:to>/", views.initiative_move, name="initiative_move"),
    path(f"{_INITIATIVE}accept/", views.initiative_accept, name="initiative_accept"),
    path(f"{_INITIATIVE}reviews/", views.initiative_review_new, name="initiative_review_new"),
    path(f"{_INITIATIVE}reviews/<int:decision_id>/", views.initiative_review, name="initiative_review"),
    path(f"{_INITIATIVE}tasks/", views.initiative_task_new, name="initiative_task_new"),
    path(f"{_INITIATIVE}tasks/<int:task_id>/", views.initiative_task_done, name="initiative_task_done"),
    path(f"{_INITIATIVE}spent/", views.initiative_spent, name="initiative_spent"),
    path(f"{_INITIATIVE}note/", views.initiative_note, name="initiative_note"),
    path(f"{_INITIATIVE}pins/", views.initiative_pin, name="initiative_pin"),
    path(f"{_INITIATIVE}pins/<int:pin_id>/", views.initiative_unpin, name="initiative_unpin"),
    path(f"{_INITIATIVE}telling/", views.initiative_telling, name="initiative_telling"),
    path(f"{_INITIATIVE}telling/texts/", views.initiative_telling_texts, name="initiative_telling_texts"),
    path(f"{_INITIATIVE}telling/tell/", views.initiative_tell, name="initiative_tell"),
    path(f"{_INITIATIVE}telling/public/", views.initiative_public, name="initiative_public"),
    path(f"{_INITIATIVE}telling/<slug:language>/", views.initiative_telling_preview, name="initiative_telling_preview"),
]
