"""Addresses of playbooks, working time and how soon people reached out."""

from django.urls import path

from kuule.act.views import calendars, playbooks, service_level

_RULES = "w/<slug:slug>/cases/rules/"
_PLAYBOOK = f"{_RULES}<int:playbook_id>/"
_CALENDARS = f"{_RULES}calendars/"
_CALENDAR = f"{_CALENDARS}<int:team_id>/"
_ABSENCES = f"{_RULES}absences/"

urlpatterns = [
    path("w/<slug:slug>/cases/how-soon/", service_level.service_level, name="service_level"),
    path("w/<slug:slug>/cases/who-can-call/", service_level.case_capacity, name="case_capacity"),
    path(_RULES, playbooks.playbook_list, name="playbook_list"),
    path(f"{_RULES}new/<slug:reason>/", playbooks.playbook_new, name="playbook_new"),
    path(_PLAYBOOK, playbooks.playbook_page, name="playbook_page"),
    path(f"{_PLAYBOOK}change/", playbooks.playbook_edit, name="playbook_edit"),
    path(f"{_PLAYBOOK}switch/", playbooks.playbook_switch, name="playbook_switch"),
    path(f"{_PLAYBOOK}move/", playbooks.playbook_move, name="playbook_move"),
    path(_CALENDARS, calendars.calendar_list, name="calendar_list"),
    path(f"{_CALENDARS}everybody/", calendars.calendar_page, name="calendar_for_all"),
    path(f"{_CALENDARS}everybody/off/", calendars.day_off_add, name="day_off_for_all"),
    path(_CALENDAR, calendars.calendar_page, name="calendar_page"),
    path(f"{_CALENDAR}drop/", calendars.calendar_drop, name="calendar_drop"),
    path(f"{_CALENDAR}off/", calendars.day_off_add, name="day_off_add"),
    path(f"{_CALENDARS}off/<int:day_off_id>/drop/", calendars.day_off_drop, name="day_off_drop"),
    path(_ABSENCES, calendars.absence_list, name="absence_list"),
    path(f"{_ABSENCES}<int:absence_id>/drop/", calendars.absence_drop, name="absence_drop"),
    path(f"{_RULES}reminders/", calendars.case_settings_page, name="case_settings"),
]
