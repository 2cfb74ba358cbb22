"""What a way to collect answers without sending anything consists of."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

# Read aloud and typed from paper: no letters and figures that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a kind, read from JSON: what is missing or makes no sense is the default."""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the settings as they were kept."""
        fields = cls.__dataclass_fields__
        return cls(**{name: value for name, value in kept.items() if name in fields})

    def as_json(self) -> dict[str, Any]:
        """Return the settings as they are kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CollectorKind:
    """A kind: its key, which is the channel of its answers, where its address begins, and how its settings are read.

    `plain` is where behind its address the page with the plain form is, if the address itself is something else.
    `is_handed_out` says that a member of staff chooses who gets to see it: such answers stay out of the headline.
    `is_personal` says that each member makes their own.
    """

    key: str
    path: str
    settings: type[Settings] = Settings
    plain: str = ""
    is_handed_out: bool = True
    is_personal: bool = False
    has_secret: bool = False

    def address(self, token: str) -> str:
        """Return the address at which people answer, without the host."""
        return f"/{self.path}/{token}"


def mint_public_token() -> str:
    """Return a short random token that people can type: about 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def is_public_token(token: str) -> bool:
    """Tell whether a string could be the token of a collector, before any database is asked."""
    return len(token) == TOKEN_LENGTH and set(token) <= set(ALPHABET)
