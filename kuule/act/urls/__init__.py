"""Addresses of this room."""

from kuule.act.urls import cases, initiatives, letters

urlpatterns = [*cases.urlpatterns, *letters.urlpatterns, *initiatives.urlpatterns]
