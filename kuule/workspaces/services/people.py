"""The people who sign in. They belong to no workspace, so what they change about themselves is in no audit log."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.workspaces.models import User
from kuule.workspaces.rules import Refused


@transaction.atomic
def register_user(*, email: str, name: str, password: str, now: datetime, language: str = "") -> User:
    """Make a person who can sign in with this address and password.

    Raises Refused("address_taken") when somebody signs in with this address already.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused("address_taken")
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, language=language, created_at=now)
    except IntegrityError as error:  # two at the same moment
        raise Refused("address_taken") from error


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> User:
    """Save how a person is called and which language Kuule speaks to them; "" means the browser's."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    return user
