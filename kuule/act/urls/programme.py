"""Addresses of goals, programme health and the set-up path."""

from django.urls import path

from kuule.act.views import goals, health, setup

_GOALS = "w/<slug:slug>/improve/goals/"
_GOAL = f"{_GOALS}<int:goal_id>/"
_HEALTH = "w/<slug:slug>/improve/health/"
_SETUP = "w/<slug:slug>/setup/"

urlpatterns = [
    path(_GOALS, goals.goal_list, name="goal_list"),
    path(f"{_GOALS}new/", goals.goal_new, name="goal_new"),
    path(_GOAL, goals.goal_page, name="goal_page"),
    path(f"{_GOAL}accept/", goals.goal_accept, name="goal_accept"),
    path(f"{_GOAL}hand-over/", goals.goal_hand_over, name="goal_hand_over"),
    path(f"{_GOAL}give-up/", goals.goal_give_up, name="goal_give_up"),
    path(f"{_GOAL}pilot/", goals.goal_pilot, name="goal_pilot"),
    path(f"{_GOAL}pilot/decide/", goals.goal_pilot_decide, name="goal_pilot_decide"),
    path(f"{_GOAL}story/", goals.goal_story, name="goal_story"),
    path(_HEALTH, health.health, name="health"),
    path(f"{_HEALTH}<slug:key>/", health.health_check, name="health_check"),
    path(_SETUP, setup.setup, name="programme_setup"),
    path(f"{_SETUP}aim/", setup.setup_aim, name="setup_aim"),
    path(f"{_SETUP}names/", setup.setup_names, name="setup_names"),
    path(f"{_SETUP}names/<int:part_id>/accept/", setup.setup_accept, name="setup_accept"),
    path(f"{_SETUP}people/", setup.setup_people, name="setup_people"),
    path(f"{_SETUP}cadence/", setup.setup_cadence, name="setup_cadence"),
    path(f"{_SETUP}dry-run/", setup.setup_dry_run, name="setup_dry_run"),
    path(f"{_SETUP}yourself/", setup.setup_yourself, name="setup_yourself"),
    path(f"{_SETUP}pilot/", setup.setup_pilot, name="setup_pilot"),
    path(f"{_SETUP}roll-out/", setup.setup_roll_out, name="setup_roll_out"),
]
