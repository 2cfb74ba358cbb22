"""Addresses of this room."""

from kuule.connect.urls import delighted, webhooks

urlpatterns = [*delighted.urlpatterns, *webhooks.urlpatterns]
