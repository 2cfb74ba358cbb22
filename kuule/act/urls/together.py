"""Addresses of huddles, pulses and of what waits today."""

from django.urls import path

from kuule.act.views import huddle, participation, pulses, rhythms, today

_TODAY = "w/<slug:slug>/today/"
_HUDDLES = "w/<slug:slug>/huddles/"
_HUDDLE = f"{_HUDDLES}<int:huddle_id>/"
_RHYTHM = f"{_HUDDLES}rhythms/<int:plan_id>/"
_PULSES = "w/<slug:slug>/pulse/"

urlpatterns = [
    path(_TODAY, today.today, name="today"),
    path(f"{_TODAY}part/", today.my_part, name="my_part"),
    path(_HUDDLES, rhythms.huddle_list, name="huddle_list"),
    path(f"{_HUDDLES}new/", rhythms.huddle_new, name="huddle_new"),
    path(f"{_HUDDLES}participation/", participation.participation, name="participation"),
    path(f"{_HUDDLES}promises/<int:promise_id>/settle/", huddle.huddle_item_settle, name="huddle_item_settle"),
    path(_RHYTHM, rhythms.huddle_plan, name="huddle_plan"),
    path(f"{_RHYTHM}change/", rhythms.huddle_plan_edit, name="huddle_plan_edit"),
    path(_HUDDLE, huddle.huddle_page, name="huddle_page"),
    path(f"{_HUDDLE}sheet/", huddle.huddle_sheet, name="huddle_sheet"),
    path(f"{_HUDDLE}start/", huddle.huddle_start, name="huddle_start"),
    path(f"{_HUDDLE}tick/", huddle.huddle_tick, name="huddle_tick"),
    path(f"{_HUDDLE}write/", huddle.huddle_item_write, name="huddle_item_write"),
    path(f"{_HUDDLE}finish/", huddle.huddle_finish, name="huddle_finish"),
    path(f"{_HUDDLE}read/", huddle.huddle_read, name="huddle_read"),
    path(_PULSES, pulses.pulse_list, name="pulse_list"),
    path(f"{_PULSES}new/", pulses.pulse_new, name="pulse_new"),
    path(f"{_PULSES}<int:pulse_id>/", pulses.pulse_page, name="pulse_page"),
    path("p/<path:token>", pulses.pulse_by_link, name="pulse_by_link"),
]
