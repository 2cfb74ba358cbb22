"""On what people are asked again and again, and how a programme that was never set up answers."""

from kuule.contacts.rules.wishes import EMAIL, SMS

PLATFORMS = (EMAIL, SMS)
DAY_SECONDS = 24 * 3600
