"""Addresses of this room: short, because people see them in mails and on paper."""

from django.urls import path

from kuule.responses import views

urlpatterns = [
    path("a/<str:token>/thanks", views.answer_thanks, name="answer_thanks"),
    path("a/<str:token>/about", views.answer_about, name="answer_about"),
    path("a/<path:token>", views.answer, name="answer"),
    path("s/<str:slug>/about", views.shared_about, name="shared_about"),
    path("s/<path:slug>", views.shared_answer, name="shared_answer"),
]
