"""The web application on the database of a test, for a server in processes of its own."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
application = get_wsgi_application()
