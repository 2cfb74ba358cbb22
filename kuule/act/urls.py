"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_TODAY = "w/<slug:slug>/today/"
_HUDDLES = "w/<slug:slug>/huddles/"
_HUDDLE = f"{_HUDDLES}<int:huddle_id>/"
_RHYTHM = f"{_HUDDLES}rhythms/<int:plan_id>/"
_PULSES = "w/<slug:slug>/pulse/"

urlpatterns = [
    path(_TODAY, views.today, name="today"),
    path(f"{_TODAY}part/", views.my_part, name="my_part"),
    path(_HUDDLES, views.huddle_list, name="huddle_list"),
    path(f"{_HUDDLES}new/", views.huddle_new, name="huddle_new"),
    path(f"{_HUDDLES}participation/", views.participation, name="participation"),
    path(f"{_HUDDLES}promises/<int:promise_id>/settle/", views.huddle_item_settle, name="huddle_item_settle"),
    path(_RHYTHM, views.huddle_plan, name="huddle_plan"),
    path(f"{_RHYTHM}change/", views.huddle_plan_edit, name="huddle_plan_edit"),
    path(_HUDDLE, views.huddle_page, name="huddle_page"),
    path(f"{_HUDDLE}sheet/", views.huddle_sheet, name="huddle_sheet"),
    path(f"{_HUDDLE}start/", views.huddle_start, name="huddle_start"),
    path(f"{_HUDDLE}tick/", views.huddle_tick, name="huddle_tick"),
    path(f"{_HUDDLE}write/", views.huddle_item_write, name="huddle_item_write"),
    path(f"{_HUDDLE}finish/", views.huddle_finish, name="huddle_finish"),
    path(f"{_HUDDLE}read/", views.huddle_read, name="huddle_read"),
    path(_PULSES, views.pulse_list, name="pulse_list"),
    path(f"{_PULSES}new/", views.pulse_new, name="pulse_new"),
    path(f"{_PULSES}<int:pulse_id>/", views.pulse_page, name="pulse_page"),
    path("p/<path:token>", views.pulse_by_link, name="pulse_by_link"),
]
