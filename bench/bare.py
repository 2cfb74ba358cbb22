"""The reference: a Django view with no middleware that inserts one row, on the same server and database settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TABLE = "CREATE TABLE IF NOT EXISTS bare_row (id INTEGER PRIMARY KEY, token TEXT, score INTEGER, comment TEXT)"


@csrf_exempt
def insert(request: HttpRequest, token: str = "") -> HttpResponse:
    """Insert one row; a GET says that the server is up."""
    if request.method == "POST":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bare_row (token, score, comment) VALUES (%s, %s, %s)",
                [token, int(request.POST["score"]), request.POST["comment"]],
            )
    return HttpResponse(status=204)


urlpatterns = [path("", insert), path("<str:token>", insert)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = get_wsgi_application()
with connection.cursor() as created:
    created.execute(TABLE)
