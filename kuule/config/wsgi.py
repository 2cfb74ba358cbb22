"""The application that the web server calls."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from kuule.config.environment import environment
from kuule.config.safety import refuse_unsafe_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
refuse_unsafe_production(environment())
# A thread that comes back from the database waits until another lets go of the interpreter: Python's 5 ms are half an
# answer page each time. Measured with eight answers at once: twice the rate, a fifth of the longest wait.
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
