"""What the left navigation is made of; `kuule.config.navigation` fills it in."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """One place to go: a line of the navigation, of the workspace switcher or of the member's menu."""

    label: str | Promise
    url: str
    icon: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationGroup:
    """Places that belong together, with an optional heading."""

    entries: tuple[NavigationItem, ...]
    label: str | Promise = field(default="")
