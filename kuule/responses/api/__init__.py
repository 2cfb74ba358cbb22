"""Answers by API: told, read and amended."""

from kuule.responses.api import reading, telling
from kuule.responses.api.router import router

__all__ = ["reading", "router", "telling"]
