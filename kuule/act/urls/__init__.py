"""Addresses of this room."""

from kuule.act.urls import cases, initiatives, letters, together

urlpatterns = [
    *together.urlpatterns,
    *cases.urlpatterns,
    *letters.urlpatterns,
    *initiatives.urlpatterns,
]
