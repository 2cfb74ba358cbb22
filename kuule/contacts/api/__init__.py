"""People and accounts by API."""

from kuule.contacts.api import accounts, erasing, people
from kuule.contacts.api.router import router

__all__ = ["accounts", "erasing", "people", "router"]
