"""Addresses of this room."""

from django.urls import path

from kuule.economics import views

_VALUE = "w/<slug:slug>/value/"
_GROUPS = f"{_VALUE}groups/"
_MULTIPLIERS = f"{_VALUE}multipliers/"
_EARNED = f"{_VALUE}earned-growth/"

urlpatterns = [
    path(_GROUPS, views.group_value, name="group_value"),
    path(f"{_GROUPS}customers/", views.group_value_rows, name="group_value_rows"),
    path(_MULTIPLIERS, views.multipliers, name="multipliers"),
    path(f"{_MULTIPLIERS}customers/", views.multiplier_rows, name="multiplier_rows"),
    path(_EARNED, views.earned_growth, name="earned_growth"),
    path(f"{_EARNED}customers/", views.earned_growth_rows, name="earned_growth_rows"),
]
