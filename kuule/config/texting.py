"""Where text messages go: a provider that apprise knows, or the Mailbox."""

from typing import Any
from urllib.parse import urlsplit

from kuule.config.environment import Environment

# Providers at addresses of their own that nobody can choose, whose numbers to write to stand at the end of the path.
VENDORS = (
    *("twilio", "vonage", "nexmo", "sinch", "msgbird", "plivo"),
    *("46elks", "seven", "clickatell", "bulkvs", "httpsms"),
)


def texting_settings(environment: Environment) -> dict[str, Any]:
    """Return the settings about text messages for the room `dispatch`.

    Raises ValueError with the accepted forms for an address of another kind. No message repeats a secret.
    """
    url = environment.sms_url.get_secret_value() if environment.sms_url else ""
    if url and (urlsplit(url).scheme not in VENDORS or "://" not in url):
        message = (
            "KUULE_SMS_URL must name a provider as apprise writes it, such as twilio://account:token@number; "
            f"known are {', '.join(f'{name}://' for name in VENDORS)}."
        )
        raise ValueError(message)
    return {"KUULE_SMS_URL": url, "KUULE_SHORT_URL": environment.short_url}
