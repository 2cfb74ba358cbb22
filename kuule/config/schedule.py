"""The timetable: which drain looks for due rows, and how often."""

from collections.abc import Callable
from dataclasses import dataclass

from kuule.act.tasks import (
    drain_automatic_letters,
    drain_cases,
    drain_goal_points,
    drain_health,
    drain_huddles,
    drain_letters,
    drain_promises,
    drain_pulses,
    drain_reminders_of_cases,
    drain_replies,
    drain_silent_contacts,
    drain_stuck_letters,
    drain_tellings,
)
from kuule.config.housekeeping import tidy_up
from kuule.connect.tasks import (
    drain_alert_chats,
    drain_alert_mails,
    drain_alerts,
    drain_autopilots,
    drain_late_cases_for_alerts,
    drain_old_alerts,
    drain_old_webhooks,
    drain_paused_webhooks,
    drain_stuck_alerts,
    drain_webhook_news,
    drain_webhooks,
)
from kuule.contacts.tasks import drain_erasures, drain_exports, drain_imports, drain_old_imports
from kuule.dispatch.tasks import (
    drain_bounces,
    drain_care,
    drain_dates,
    drain_deliveries,
    drain_occurrences,
    drain_programmes,
    drain_reminders,
    drain_silence,
    drain_stuck_deliveries,
    drain_text_messages,
    drain_waves,
)
from kuule.economics.tasks import drain_conversions, drain_kept_figures, drain_told_answers, drain_value_bands
from kuule.insight.tasks import drain_comment_jobs, drain_comments, drain_guess_mails, drain_learning
from kuule.responses.tasks import drain_anonymous_marks, drain_old_answers, drain_silent_people


@dataclass(frozen=True, slots=True)
class Entry:
    """A drain and the seconds it rests when it found nothing to do. It returns how many rows it handled."""

    drain: Callable[[], int]
    rest_seconds: float

    @property
    def name(self) -> str:
        """Return the name for logs."""
        return self.drain.__name__


TIMETABLE = (
    Entry(drain_imports, 1),
    Entry(drain_exports, 1),
    Entry(drain_waves, 1),
    Entry(drain_programmes, 60),
    Entry(drain_care, 60),
    Entry(drain_dates, 600),
    Entry(drain_occurrences, 5),
    Entry(drain_reminders, 5),
    Entry(drain_deliveries, 1),
    Entry(drain_text_messages, 1),
    Entry(drain_stuck_deliveries, 60),
    Entry(drain_bounces, 60),
    Entry(drain_comments, 1),
    Entry(drain_comment_jobs, 1),
    Entry(drain_learning, 600),
    Entry(drain_guess_mails, 300),
    Entry(drain_conversions, 5),
    Entry(drain_told_answers, 300),
    Entry(drain_value_bands, 3600),
    Entry(drain_kept_figures, 1),
    Entry(drain_silence, 300),
    Entry(drain_tellings, 5),
    Entry(drain_erasures, 60),
    Entry(drain_old_imports, 3600),
    Entry(drain_old_answers, 3600),
    Entry(drain_silent_people, 3600),
    Entry(drain_anonymous_marks, 3600),
    Entry(drain_cases, 1),
    Entry(drain_reminders_of_cases, 20),
    Entry(drain_silent_contacts, 600),
    Entry(drain_letters, 1),
    Entry(drain_automatic_letters, 60),
    Entry(drain_stuck_letters, 60),
    Entry(drain_replies, 60),
    Entry(drain_huddles, 60),
    Entry(drain_promises, 300),
    Entry(drain_pulses, 600),
    Entry(drain_goal_points, 3600),
    Entry(drain_health, 3600),
    Entry(drain_webhook_news, 1),
    Entry(drain_webhooks, 1),
    Entry(drain_paused_webhooks, 60),
    Entry(drain_late_cases_for_alerts, 60),
    Entry(drain_alerts, 5),
    Entry(drain_alert_mails, 5),
    Entry(drain_alert_chats, 5),
    Entry(drain_stuck_alerts, 60),
    Entry(drain_old_alerts, 3600),
    Entry(drain_autopilots, 60),
    Entry(drain_old_webhooks, 3600),
    Entry(tidy_up, 3600),
)
