"""Where mail goes and where it comes back: a server by SMTP, a provider, or the Mailbox."""

from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from kuule.config.environment import Environment
from kuule.config.providers import PROVIDERS, provider_settings

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
IMAP_PORTS = {"imaps": 993, "imap": 143, "imap+plain": 143}
TIMEOUT_SECONDS = 30
WEBHOOK_PATH = "/hook/{secret}/mail/"
NO_WEBHOOKS = {"KUULE_WEBHOOK_VIEW": "", "KUULE_INBOUND_VIEW": ""}


def email_settings(environment: Environment) -> dict[str, Any]:
    """Return the settings about mail, for Django and for the room `dispatch`.

    Raises ValueError with the accepted forms when an address is none of them. No message repeats a secret.
    """
    return {
        **_sending(environment),
        "KUULE_WEBHOOK_SECRET": _told(environment.email_webhook_secret),
        "KUULE_EMAIL_PROVIDER": urlsplit(_told(environment.email_url)).scheme,
        "KUULE_DNS_SERVER": environment.dns_server,
        "KUULE_BOUNCE_ADDRESS": environment.bounce_address,
        "KUULE_BOUNCE_IMAP_LOGIN": imap_login(_told(environment.bounce_imap_url)),
        "KUULE_REPLY_ADDRESS": environment.reply_address,
        "KUULE_REPLY_IMAP_LOGIN": imap_login(_told(environment.reply_imap_url), "KUULE_REPLY_IMAP_URL"),
    }


def _sending(environment: Environment) -> dict[str, Any]:
    url = _told(environment.email_url)
    if not url:
        return {"EMAIL_BACKEND": "kuule.dispatch.channels.mailbox.MailboxBackend", **NO_WEBHOOKS}
    address = urlsplit(url)
    if address.scheme in PROVIDERS:
        return _through_provider(environment)
    if address.scheme not in PORTS or not address.hostname:
        message = (
            "KUULE_EMAIL_URL must look like smtp://name:password@host:587, smtps://host:465 or smtp+plain://host:25, "
            f"or name a provider: {', '.join(f'{name}://' for name in PROVIDERS)}."
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
        **NO_WEBHOOKS,
    }


def _through_provider(environment: Environment) -> dict[str, Any]:
    address = urlsplit(_told(environment.email_url))
    provider, secret = PROVIDERS[address.scheme], _told(environment.email_webhook_secret)
    hook = environment.base_url + WEBHOOK_PATH.format(secret=secret) if secret else ""
    anymail = provider_settings(address, webhook_key=_told(environment.email_webhook_key), webhook_url=hook)
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider.module}.EmailBackend",
        "KUULE_WEBHOOK_VIEW": f"anymail.webhooks.{provider.module}.{provider.view}" if provider.view else "",
        "KUULE_INBOUND_VIEW": f"anymail.webhooks.{provider.module}.{provider.inbound}" if provider.inbound else "",
        "ANYMAIL": anymail,
    }


def imap_login(url: str, setting: str = "KUULE_BOUNCE_IMAP_URL") -> dict[str, Any] | None:
    """Return how to open the mailbox that bounces or replies come to, or None when there is none.

    Raises ValueError with the accepted form.
    """
    if not url:
        return None
    address = urlsplit(url)
    if address.scheme not in IMAP_PORTS or not address.hostname or not address.username:
        message = f"{setting} must look like imaps://name:password@host/INBOX."
        raise ValueError(message)
    return {
        "host": address.hostname,
        "port": address.port or IMAP_PORTS[address.scheme],
        "security": address.scheme.removeprefix("imap"),
        "user": unquote(address.username),
        "password": unquote(address.password or ""),
        "folder": unquote(address.path.strip("/")) or "INBOX",
    }


def _told(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
