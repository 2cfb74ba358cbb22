"""The addresses of this room for programs."""

from ninja import Router

router = Router(tags=["webhooks"])
