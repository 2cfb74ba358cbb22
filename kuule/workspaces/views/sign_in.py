"""Answers to those who try to sign in too often."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kuule.workspaces.auth import address_tried
from kuule.workspaces.selectors import locked_until

MINUTE_SECONDS = 60


def locked_out(
    request: HttpRequest, _original: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Tell somebody whose password was wrong too often when to try again. Called by axes."""
    now, pause = timezone.now(), get_cool_off(request) or timedelta()
    until = locked_until(
        address=address_tried(request, credentials), client=get_client_ip_address(request) or "", pause=pause
    )
    seconds = ceil(max(((until or now) - now).total_seconds(), 1))
    context = {"minutes": ceil(seconds / MINUTE_SECONDS)}
    response = render(request, "workspaces/locked_out.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Tell somebody who sends a form too often to wait. Called by allauth."""
    response = render(request, "workspaces/too_many_requests.html", status=429)
    response.headers["Retry-After"] = str(MINUTE_SECONDS)
    return response
