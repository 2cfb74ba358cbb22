"""The reference: on Kuule's own server and settings, a view that does nothing but insert one row."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


class BareRow(models.Model):
    """One answer, as plain as can be."""

    token = models.CharField(max_length=64)
    score = models.PositiveSmallIntegerField()
    comment = models.TextField()

    class Meta:
        app_label = "bench"


@csrf_exempt
def insert(request: HttpRequest, token: str = "") -> HttpResponse:
    """Insert one row; a GET says that the server is up."""
    if request.method == "POST":
        BareRow.objects.create(token=token, score=int(request.POST["score"]), comment=request.POST["comment"])
    return HttpResponse(status=204)


urlpatterns = [path("", insert), path("<str:token>", insert)]
settings.ROOT_URLCONF = __name__
application = WSGIHandler()
if BareRow._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(BareRow)
