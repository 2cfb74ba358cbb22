"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_RULES = "w/<slug:slug>/cases/rules/"
_PLAYBOOK = f"{_RULES}<int:playbook_id>/"
_CALENDARS = f"{_RULES}calendars/"
_CALENDAR = f"{_CALENDARS}<int:team_id>/"
_ABSENCES = f"{_RULES}absences/"

urlpatterns = [
    path("w/<slug:slug>/cases/how-soon/", views.service_level, name="service_level"),
    path("w/<slug:slug>/cases/who-can-call/", views.case_capacity, name="case_capacity"),
    path(_RULES, views.playbook_list, name="playbook_list"),
    path(f"{_RULES}new/<slug:reason>/", views.playbook_new, name="playbook_new"),
    path(_PLAYBOOK, views.playbook_page, name="playbook_page"),
    path(f"{_PLAYBOOK}change/", views.playbook_edit, name="playbook_edit"),
    path(f"{_PLAYBOOK}switch/", views.playbook_switch, name="playbook_switch"),
    path(f"{_PLAYBOOK}move/", views.playbook_move, name="playbook_move"),
    path(_CALENDARS, views.calendar_list, name="calendar_list"),
    path(f"{_CALENDARS}everybody/", views.calendar_page, name="calendar_for_all"),
    path(f"{_CALENDARS}everybody/off/", views.day_off_add, name="day_off_for_all"),
    path(_CALENDAR, views.calendar_page, name="calendar_page"),
    path(f"{_CALENDAR}drop/", views.calendar_drop, name="calendar_drop"),
    path(f"{_CALENDAR}off/", views.day_off_add, name="day_off_add"),
    path(f"{_CALENDARS}off/<int:day_off_id>/drop/", views.day_off_drop, name="day_off_drop"),
    path(_ABSENCES, views.absence_list, name="absence_list"),
    path(f"{_ABSENCES}<int:absence_id>/drop/", views.absence_drop, name="absence_drop"),
    path(f"{_RULES}reminders/", views.case_settings_page, name="case_settings"),
]
