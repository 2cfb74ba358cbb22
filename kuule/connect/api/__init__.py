"""Webhooks by API."""

from kuule.connect.api import messages, webhooks
from kuule.connect.api.router import router

__all__ = ["messages", "router", "webhooks"]
