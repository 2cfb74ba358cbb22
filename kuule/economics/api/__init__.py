"""Money by API: other systems tell what customers paid and agreed to, and read it back."""

from kuule.economics.api import reading, telling
from kuule.economics.api.router import router

__all__ = ["reading", "router", "telling"]
