"""Occurrences and invitations by API: other systems tell what happened, have people asked, and read what came of it."""

from kuule.dispatch.api import invitations, telling
from kuule.dispatch.api.reading import router

__all__ = ["invitations", "router", "telling"]
