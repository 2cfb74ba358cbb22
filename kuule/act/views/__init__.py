"""Pages of this room."""

from kuule.act.views.goals import (
    goal_accept,
    goal_give_up,
    goal_hand_over,
    goal_list,
    goal_new,
    goal_page,
    goal_pilot,
    goal_pilot_decide,
    goal_story,
)
from kuule.act.views.health import health, health_check
from kuule.act.views.setup import (
    setup,
    setup_accept,
    setup_aim,
    setup_cadence,
    setup_dry_run,
    setup_names,
    setup_people,
    setup_pilot,
    setup_roll_out,
    setup_yourself,
)

__all__ = [
    "goal_accept",
    "goal_give_up",
    "goal_hand_over",
    "goal_list",
    "goal_new",
    "goal_page",
    "goal_pilot",
    "goal_pilot_decide",
    "goal_story",
    "health",
    "health_check",
    "setup",
    "setup_accept",
    "setup_aim",
    "setup_cadence",
    "setup_dry_run",
    "setup_names",
    "setup_people",
    "setup_pilot",
    "setup_roll_out",
    "setup_yourself",
]
