"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_GOALS = "w/<slug:slug>/improve/goals/"
_GOAL = f"{_GOALS}<int:goal_id>/"
_HEALTH = "w/<slug:slug>/improve/health/"
_SETUP = "w/<slug:slug>/setup/"

urlpatterns = [
    path(_GOALS, views.goal_list, name="goal_list"),
    path(f"{_GOALS}new/", views.goal_new, name="goal_new"),
    path(_GOAL, views.goal_page, name="goal_page"),
    path(f"{_GOAL}accept/", views.goal_accept, name="goal_accept"),
    path(f"{_GOAL}hand-over/", views.goal_hand_over, name="goal_hand_over"),
    path(f"{_GOAL}give-up/", views.goal_give_up, name="goal_give_up"),
    path(f"{_GOAL}pilot/", views.goal_pilot, name="goal_pilot"),
    path(f"{_GOAL}pilot/decide/", views.goal_pilot_decide, name="goal_pilot_decide"),
    path(f"{_GOAL}story/", views.goal_story, name="goal_story"),
    path(_HEALTH, views.health, name="health"),
    path(f"{_HEALTH}<slug:key>/", views.health_check, name="health_check"),
    path(_SETUP, views.setup, name="programme_setup"),
    path(f"{_SETUP}aim/", views.setup_aim, name="setup_aim"),
    path(f"{_SETUP}names/", views.setup_names, name="setup_names"),
    path(f"{_SETUP}names/<int:part_id>/accept/", views.setup_accept, name="setup_accept"),
    path(f"{_SETUP}people/", views.setup_people, name="setup_people"),
    path(f"{_SETUP}cadence/", views.setup_cadence, name="setup_cadence"),
    path(f"{_SETUP}dry-run/", views.setup_dry_run, name="setup_dry_run"),
    path(f"{_SETUP}yourself/", views.setup_yourself, name="setup_yourself"),
    path(f"{_SETUP}pilot/", views.setup_pilot, name="setup_pilot"),
    path(f"{_SETUP}roll-out/", views.setup_roll_out, name="setup_roll_out"),
]
