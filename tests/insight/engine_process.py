"""`kuule analytics` on the database and in the home folder of a test."""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.conf import settings
from django.db import connections

from kuule.config.cli.analytics import run_analytics

if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    settings.KUULE_HOME = Path(os.environ["TEST_HOME"])
    settings.KUULE_ANALYTICS_URL = "duckdb:"
    run_analytics()
