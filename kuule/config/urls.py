"""Every address of Kuule, room by room."""

from django.urls import include, path

from kuule.config.api import api, unknown_address
from kuule.config.health import healthz, readyz
from kuule.connect.mcp.over_http import assistant

ROOMS = ("workspaces", "contacts", "surveys", "dispatch", "responses", "insight", "economics", "act", "connect")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("mcp", assistant, name="mcp"),
    path("api/<path:rest>", unknown_address, name="api_unknown"),
    *(path("", include(f"kuule.{room}.urls")) for room in ROOMS),
]

handler400 = "kuule.ui.views.bad_request"
handler403 = "kuule.ui.views.permission_denied"
handler404 = "kuule.ui.views.page_not_found"
handler429 = "kuule.workspaces.views.sign_in.too_many_requests"  # asked for by allauth
handler500 = "kuule.ui.views.server_error"
