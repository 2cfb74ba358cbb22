"""The link by which the first person of an installation comes in."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from kuule.lib.tokens import TOKEN_BYTES
from kuule.workspaces.models import User

SETUP_DAYS = 7


def is_set_up() -> bool:
    """Tell whether anybody can sign in yet."""
    return User.objects.exists()


def setup_token(now: datetime) -> str | None:
    """Return today's token of the set-up link, or None when somebody can sign in already.

    It is made from the installation's secret key and the day, so nothing is stored, and starting Kuule again
    does not make an earlier link useless.
    """
    return None if is_set_up() else _token_of_day(now)


def opens_setup(token: str, *, now: datetime) -> bool:
    """Tell whether a set-up token is genuine, less than a week old, and of use because nobody can sign in."""
    days = (now - timedelta(days=age) for age in range(SETUP_DAYS))
    genuine = [constant_time_compare(token, _token_of_day(day)) for day in days]
    return any(genuine) and not is_set_up()


def _token_of_day(moment: datetime) -> str:
    digest = salted_hmac("kuule.setup", moment.date().isoformat(), algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")
