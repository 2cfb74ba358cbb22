"""People who sign in, found again by their e-mail address, or made without a password."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kuule.connect.archives.manifest import DamagedArchiveError
from kuule.connect.archives.tables import label_of
from kuule.connect.archives.writing import PEOPLE_COLUMNS
from kuule.workspaces.models import User


def matched_people(lines: Iterator[list[Any]], *, now: datetime) -> tuple[dict[int, int], list[str]]:
    """Return which person here each id of an archive means, and the addresses of those who were made.

    Nobody who is here already is changed.
    """
    if tuple(next(lines, ())) != PEOPLE_COLUMNS:
        raise DamagedArchiveError(f"tables/{label_of(User)}")
    meant: dict[int, int] = {}
    made: list[str] = []
    for line in lines:
        if [type(value) for value in line] != [int, str, str, str]:
            raise DamagedArchiveError(f"tables/{label_of(User)}")
        number, email, name, language = line
        known = User.objects.filter(email__iexact=email).first()
        if known is None:
            known = _made(email, name, language, now)
            made.append(known.email)
        meant[number] = known.pk
    return meant, made


def _made(email: str, name: str, language: str, now: datetime) -> User:
    user = User(email=email.strip().lower(), name=name, language=language, created_at=now)
    user.set_unusable_password()
    try:
        validate_email(user.email)
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise DamagedArchiveError(f"tables/{label_of(User)}") from error
    user.save(force_insert=True)
    return user
