"""Addresses of archives."""

from django.urls import path

from kuule.connect.archives import views

urlpatterns = [
    path("w/<slug:slug>/settings/archive/", views.archive_new, name="archive_new"),
]
