"""Which contacts are meant: the one filter that lists, exports and waves share."""

from dataclasses import asdict, dataclass
from typing import Any, Self

# Properties of the account stand among those of the contact under this prefix.
ACCOUNT_PREFIX = "account."
# The contact role stands there too. No property can have this key: keys have no dots.
ROLE_KEY = "contact.role"


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """A segment of contacts. Empty fields ask nothing; the rest must all hold.

    `property_key` with `property_value` asks for one typed property, written as text: of the contact, or with the
    prefix `account.` of the account. `group` is one of `PEOPLE_GROUPS`; `ids` are people chosen one by one.
    """

    search: str = ""
    role: str = ""
    language: str = ""
    account_id: int | None = None
    team_id: int | None = None
    property_key: str = ""
    property_value: str = ""
    group: str = ""
    ids: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the filter as it is kept on a wave: only the fields that ask something."""
        asked = {name: value for name, value in asdict(self).items() if value}
        return {**asked, "ids": list(self.ids)} if self.ids else asked

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Return the filter that `as_json` wrote."""
        return cls(**{**values, "ids": tuple(values.get("ids", ()))})


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """A segment of accounts. Empty fields ask nothing; the rest must all hold."""

    search: str = ""
    team_id: int | None = None
    owner_id: int | None = None
    property_key: str = ""
    property_value: str = ""
