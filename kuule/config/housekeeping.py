"""What piles up and is of no use to anyone."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kuule.contacts.services.exports import drop_old_exports
from kuule.responses.services.changes import keep_outbox_short
from kuule.workspaces.services.keys import drop_old_answers

KEEP_NUDGES = timedelta(days=1)
KEEP_SIGN_IN_ATTEMPTS = timedelta(days=30)


def tidy_up() -> int:
    """Delete expired sessions, finished nudges, old sign-in attempts, exports and answers, an endless outbox.

    Returns 0: there is never more to do.
    """
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_NUDGES).delete()
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(attempt_time__lt=now - KEEP_SIGN_IN_ATTEMPTS).delete()
    drop_old_exports(now=now)
    keep_outbox_short()
    drop_old_answers(now=now)
    return 0
