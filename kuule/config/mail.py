"""Where mail goes: a server by SMTP, or the Mailbox."""

from typing import Any
from urllib.parse import unquote, urlsplit

from kuule.config.environment import Environment

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
TIMEOUT_SECONDS = 30


def email_settings(environment: Environment) -> dict[str, Any]:
    """Return Django's `EMAIL_*` settings for `KUULE_EMAIL_URL`.

    Raises ValueError with the accepted forms when the address is none of them.
    """
    if not environment.email_url or not environment.email_url.get_secret_value():
        return {"EMAIL_BACKEND": "kuule.dispatch.channels.mailbox.MailboxBackend"}
    address = urlsplit(environment.email_url.get_secret_value())
    if address.scheme not in PORTS or not address.hostname:
        message = (
            "KUULE_EMAIL_URL must look like smtp://name:password@host:587, smtps://host:465 or smtp+plain://host:25."
        )
        raise ValueError(message)
    return {
        "EMAIL_BACKEND": "kuule.dispatch.channels.smtp.SmtpBackend",
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or PORTS[address.scheme],
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_TLS": address.scheme == "smtp",
        "EMAIL_USE_SSL": address.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
