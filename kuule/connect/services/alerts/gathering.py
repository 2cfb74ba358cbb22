"""Gathering what waits for an alert into one message: the first at once, then the fewer the more comes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kuule.connect.models import Alert, AlertDelivery, AlertDigest, AlertNews
from kuule.connect.rules.alerts import READ_WITHIN, SHOWN_FOR, Pace
from kuule.connect.selectors.alert_lines import answers_about
from kuule.connect.selectors.alerts import alert_hours, digests_today, members_told
from kuule.dispatch.selectors.chats import chat_room_of
from kuule.workspaces.models import Member


@transaction.atomic
def gather_alert(*, alert_id: int, now: datetime) -> AlertDigest | None:
    """Put all that waits for an alert into a message, if one may go out now; else return None.

    The alert is locked: of two workers at the same moment one finds nothing left.
    """
    locked = Alert.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=alert_id, is_on=True)
    alert = locked.select_related("workspace", "to_team").first()
    if alert is None:
        return None
    news = _about_its_theme(alert, _waiting(alert, now))
    if not news or not _may_go(alert, news[0].noticed_at, now):
        return None
    sent_today = digests_today(alert, now=now)
    if sent_today >= alert.most_a_day:
        return None
    is_last = sent_today + 1 == alert.most_a_day
    digest = AlertDigest.objects.create(
        workspace=alert.workspace, alert=alert, made_at=now, count=len(news), is_last=is_last
    )
    AlertNews.objects.filter(pk__among=[each.pk for each in news]).update(digest=digest)
    pace = _pace(alert).after(count=len(news), now=now)
    Alert.objects.filter(pk=alert.pk).update(step=pace.step, told_at=pace.told_at)
    write_deliveries(digest=digest, members=members_told(alert), now=now)
    return digest


def write_deliveries(*, digest: AlertDigest, members: Iterable[Member], now: datetime) -> None:
    """Write down to whom a message goes. Part of a larger act."""
    alert = digest.alert
    readers: list[Member | None] = list(members)
    if alert.to_chat and chat_room_of(alert.workspace) is not None:
        readers.append(None)
    AlertDelivery.objects.bulk_create(
        AlertDelivery(workspace=alert.workspace, digest=digest, member=reader, due_at=now) for reader in readers
    )


@transaction.atomic
def drop_old_alerts(*, now: datetime) -> int:
    """Forget what alerts told long ago. Returns how many messages that was."""
    AlertNews.objects.filter(noticed_at__lt=now - SHOWN_FOR).delete()
    _all, by_table = AlertDigest.objects.filter(made_at__lt=now - SHOWN_FOR).delete()
    return by_table.get(AlertDigest._meta.label, 0)


def _pace(alert: Alert) -> Pace:
    return Pace(alert.step, alert.told_at)


def _may_go(alert: Alert, noticed_at: datetime, now: datetime) -> bool:
    if _pace(alert).next_from(noticed_at) > now:
        return False
    return not alert.only_in_hours or alert_hours(alert, now=now).next_from(now) <= now


def _waiting(alert: Alert, now: datetime) -> list[AlertNews]:
    waiting = alert.news.filter(digest=None).order_by("noticed_at", "pk")
    return list(waiting if alert.theme_id is None else waiting.filter(noticed_at__lte=now - READ_WITHIN))


def _about_its_theme(alert: Alert, news: Sequence[AlertNews]) -> list[AlertNews]:
    """Return what is about the theme that an alert asks for, and forget the rest."""
    if alert.theme_id is None:
        return list(news)
    about = answers_about(news, theme_id=alert.theme_id)
    AlertNews.objects.filter(pk__among=[each.pk for each in news if each.response_id not in about]).delete()
    return [each for each in news if each.response_id in about]
