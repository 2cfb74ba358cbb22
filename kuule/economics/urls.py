"""Addresses of this room."""

from django.urls import path

from kuule.economics import views

_VALUE = "w/<slug:slug>/value/"
_GROUPS = f"{_VALUE}groups/"
_MULTIPLIERS = f"{_VALUE}multipliers/"
_SEGMENTS = f"{_VALUE}segments/"
_EARNED = f"{_VALUE}earned-growth/"
_RENEWALS = f"{_VALUE}renewals/"

urlpatterns = [
    path(_VALUE, views.executive, name="executive"),
    path(f"{_VALUE}executive.pdf", views.executive_pdf, name="executive_pdf"),
    path(f"{_VALUE}loop/", views.loop_list, name="loop_list"),
    path(_GROUPS, views.group_value, name="group_value"),
    path(f"{_GROUPS}customers/", views.group_value_rows, name="group_value_rows"),
    path(_MULTIPLIERS, views.multipliers, name="multipliers"),
    path(f"{_MULTIPLIERS}customers/", views.multiplier_rows, name="multiplier_rows"),
    path(_SEGMENTS, views.value_segments, name="value_segments"),
    path(f"{_SEGMENTS}customers/", views.value_segment_rows, name="value_segment_rows"),
    path(f"{_SEGMENTS}keep/", views.value_bands_keep, name="value_bands_keep"),
    path(_EARNED, views.earned_growth, name="earned_growth"),
    path(f"{_EARNED}customers/", views.earned_growth_rows, name="earned_growth_rows"),
    path(_RENEWALS, views.renewals, name="renewals"),
    path(f"{_RENEWALS}export/", views.renewals_export, name="renewals_export"),
    path(f"{_RENEWALS}<int:contract_id>/", views.renewal_page, name="renewal_page"),
]
