"""The application that the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from kuule.config.environment import environment
from kuule.config.safety import refuse_unsafe_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
refuse_unsafe_production(environment())
application = get_wsgi_application()
