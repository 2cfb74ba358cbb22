"""Addresses of this room."""

from django.urls import path

from kuule.economics import views

_VALUE = "w/<slug:slug>/value/"
_RENEWALS = f"{_VALUE}renewals/"

urlpatterns = [
    path(_VALUE, views.executive, name="executive"),
    path(f"{_VALUE}executive/<slug:language>.pdf", views.executive_pdf, name="executive_pdf"),
    path(f"{_VALUE}loop/", views.loop_list, name="loop_list"),
    path(_RENEWALS, views.renewals, name="renewals"),
    path(f"{_RENEWALS}export/", views.renewals_export, name="renewals_export"),
    path(f"{_RENEWALS}<int:contract_id>/", views.renewal_page, name="renewal_page"),
]
