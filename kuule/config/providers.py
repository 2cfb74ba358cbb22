"""The mail providers that Kuule can send through: how each is named in `KUULE_EMAIL_URL`, and what it must be told.

Each row turns the parts of an address such as `mailgun://KEY@mg.example.com?region=eu` into settings of
django-anymail, which speaks to the provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

# Seconds until a connection must stand, and until a provider must have answered.
TIMEOUTS = (10, 30)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `user`, `password` and `host` name the setting that this part of the address fills in.

    `needed` lists the parts without which nothing can be sent; `regions` holds the API address of each region, the
    first being the default of a provider that has none; `options` maps further parts behind `?` to settings; `view`
    takes the provider's reports, `inbound` the mails that come in by it, and `webhook_key` names the setting for the
    key they are signed with. `package` and `key_package` must be installed to send, and to check such signatures.
    """

    name: str
    form: str
    module: str
    user: str = ""
    password: str = ""
    host: str = ""
    needed: tuple[str, ...] = ("user",)
    regions: Mapping[str, str] = field(default_factory=dict)
    needs_region: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    view: str = ""
    inbound: str = ""
    webhook_key: str = ""
    needs_webhook_key: bool = False
    package: str = ""
    key_package: str = ""

    @property
    def api_url(self) -> str:
        """Return the name of the setting for the address of the provider's API."""
        return f"{self.module.upper()}_API_URL"


PROVIDERS: Mapping[str, Provider] = {
    "amazon-ses": Provider(
        "Amazon SES",
        "amazon-ses://KEY:SECRET@eu-north-1",
        "amazon_ses",
        user="aws_access_key_id",
        password="aws_secret_access_key",  # noqa: S106 - the name of a setting
        host="region_name",
        needed=("host",),
        options={"configuration_set": "AMAZON_SES_CONFIGURATION_SET_NAME"},
        view="AmazonSESTrackingWebhookView",
        inbound="AmazonSESInboundWebhookView",
        package="boto3",
    ),
    "brevo": Provider(
        "Brevo",
        "brevo://KEY@",
        "brevo",
        user="BREVO_API_KEY",
        view="BrevoTrackingWebhookView",
        inbound="BrevoInboundWebhookView",
    ),
    "mailersend": Provider(
        "MailerSend",
        "mailersend://TOKEN@",
        "mailersend",
        user="MAILERSEND_API_TOKEN",
        view="MailerSendTrackingWebhookView",
        webhook_key="MAILERSEND_SIGNING_SECRET",
        needs_webhook_key=True,
    ),
    "mailgun": Provider(
        "Mailgun",
        "mailgun://KEY@mg.example.com?region=eu",
        "mailgun",
        user="MAILGUN_API_KEY",
        host="MAILGUN_SENDER_DOMAIN",
        needed=("user", "host"),
        regions={"us": "https://api.mailgun.net/v3", "eu": "https://api.eu.mailgun.net/v3"},
        view="MailgunTrackingWebhookView",
        inbound="MailgunInboundWebhookView",
        webhook_key="MAILGUN_WEBHOOK_SIGNING_KEY",
    ),
    "mailjet": Provider(
        "Mailjet",
        "mailjet://KEY:SECRET@",
        "mailjet",
        user="MAILJET_API_KEY",
        password="MAILJET_SECRET_KEY",  # noqa: S106 - the name of a setting
        needed=("user", "password"),
        view="MailjetTrackingWebhookView",
        inbound="MailjetInboundWebhookView",
    ),
    "mailtrap": Provider(
        "Mailtrap",
        "mailtrap://TOKEN@",
        "mailtrap",
        user="MAILTRAP_API_TOKEN",
        options={"sandbox": "MAILTRAP_SANDBOX_ID"},
        view="MailtrapTrackingWebhookView",
        webhook_key="MAILTRAP_SIGNING_SECRET",
    ),
    "mandrill": Provider(
        "Mandrill",
        "mandrill://KEY@",
        "mandrill",
        user="MANDRILL_API_KEY",
        view="MandrillCombinedWebhookView",
        webhook_key="MANDRILL_WEBHOOK_KEY",
        needs_webhook_key=True,
    ),
    "postal": Provider(
        "Postal",
        "postal://KEY@postal.example.com",
        "postal",
        user="POSTAL_API_KEY",
        host="POSTAL_API_URL",
        needed=("user", "host"),
        view="PostalTrackingWebhookView",
        inbound="PostalInboundWebhookView",
        webhook_key="POSTAL_WEBHOOK_KEY",
        needs_webhook_key=True,
        key_package="cryptography",
    ),
    "postmark": Provider(
        "Postmark",
        "postmark://TOKEN@",
        "postmark",
        user="POSTMARK_SERVER_TOKEN",
        options={"stream": "POSTMARK_MESSAGE_STREAM"},
        # Else Postmark replaces our Message-ID by its own.
        fixed={"POSTMARK_SEND_DEFAULTS": {"extra_headers": {"X-PM-KeepID": "true"}}},
        view="PostmarkTrackingWebhookView",
        inbound="PostmarkInboundWebhookView",
    ),
    "resend": Provider(
        "Resend",
        "resend://KEY@",
        "resend",
        user="RESEND_API_KEY",
        view="ResendTrackingWebhookView",
        webhook_key="RESEND_SIGNING_SECRET",
        key_package="svix",
    ),
    "scaleway": Provider(
        "Scaleway",
        "scaleway://SECRET@PROJECT?region=fr-par",
        "scaleway",
        user="SCALEWAY_SECRET_KEY",
        host="SCALEWAY_PROJECT_ID",
        needed=("user", "host"),
        options={"region": "SCALEWAY_REGION"},
    ),
    "sendgrid": Provider(
        "SendGrid",
        "sendgrid://KEY@",
        "sendgrid",
        user="SENDGRID_API_KEY",
        regions={"us": "https://api.sendgrid.com/v3/", "eu": "https://api.eu.sendgrid.com/v3/"},
        view="SendGridTrackingWebhookView",
        inbound="SendGridInboundWebhookView",
        webhook_key="SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
        key_package="cryptography",
    ),
    "sparkpost": Provider(
        "SparkPost",
        "sparkpost://KEY@?region=eu",
        "sparkpost",
        user="SPARKPOST_API_KEY",
        regions={"us": "https://api.sparkpost.com/api/v1", "eu": "https://api.eu.sparkpost.com/api/v1"},
        options={"subaccount": "SPARKPOST_SUBACCOUNT"},
        view="SparkPostTrackingWebhookView",
        inbound="SparkPostInboundWebhookView",
    ),
    "unisender-go": Provider(
        "Unisender Go",
        "unisender-go://KEY@?region=go1",
        "unisender_go",
        user="UNISENDER_GO_API_KEY",
        regions={
            "go1": "https://go1.unisender.ru/ru/transactional/api/v1/",
            "go2": "https://go2.unisender.ru/ru/transactional/api/v1/",
        },
        needs_region=True,
        view="UnisenderGoTrackingWebhookView",
    ),
}

PARTS = {"user": "the key before the @", "password": "the secret after the first colon", "host": "what follows the @"}


def provider_settings(address: SplitResult, *, webhook_key: str, webhook_url: str) -> dict[str, Any]:
    """Return django-anymail's settings for an address whose scheme is a key of `PROVIDERS`.

    Raises ValueError that names what is missing, never the secrets that are there.
    """
    provider = PROVIDERS[address.scheme]
    given = {
        "user": unquote(address.username or ""),
        "password": unquote(address.password or ""),
        "host": address.hostname or "",
    }
    if address.path.strip("/") or address.fragment:
        raise ValueError(_like(provider, "write / in a key as %2F, + as %2B and # as %23"))
    for part in provider.needed:
        if not given[part]:
            raise ValueError(_like(provider, f"{PARTS[part]} is missing"))
    filled = {setting: given[part] for part in given if given[part] and (setting := getattr(provider, part))}
    anymail = _for_amazon(filled) if provider.module == "amazon_ses" else dict(filled)
    if provider.module == "postal":
        anymail["POSTAL_API_URL"] = f"https://{address.netloc.rpartition('@')[2]}"
    _take_options(anymail, provider, dict(parse_qsl(address.query)))
    if provider.webhook_key and webhook_key:
        anymail[provider.webhook_key] = webhook_key
    if provider.module == "mandrill" and webhook_url:
        anymail["MANDRILL_WEBHOOK_URL"] = webhook_url
    for package in (provider.package, provider.key_package if webhook_key else ""):
        if package and find_spec(package) is None:
            raise ValueError(f"{provider.name} needs {package}, which is not installed: pip install {package}.")
    # What a provider cannot carry, such as a header, is left out rather than the mail.
    return {**anymail, **provider.fixed, "REQUESTS_TIMEOUT": TIMEOUTS, "IGNORE_UNSUPPORTED_FEATURES": True}


def _for_amazon(filled: Mapping[str, str]) -> dict[str, Any]:
    # Its library would send again by itself when an answer is late: a mail could go out twice.
    once = {"retries": {"total_max_attempts": 1}, "connect_timeout": TIMEOUTS[0], "read_timeout": TIMEOUTS[1]}
    return {"AMAZON_SES_CLIENT_PARAMS": {**filled, "config": once}}


def _take_options(anymail: dict[str, Any], provider: Provider, options: dict[str, str]) -> None:
    region, api = options.pop("region", "") if provider.regions else "", options.pop("api", "")
    if region and region not in provider.regions:
        raise ValueError(_like(provider, f"region must be one of {', '.join(provider.regions)}"))
    if provider.needs_region and not region and not api:
        raise ValueError(_like(provider, f"?region= is missing, one of {', '.join(provider.regions)}"))
    if region:
        anymail[provider.api_url] = provider.regions[region]
    if api and provider.module == "amazon_ses":
        anymail["AMAZON_SES_CLIENT_PARAMS"]["endpoint_url"] = api
    elif api:
        anymail[provider.api_url] = api
    unknown = sorted(options.keys() - provider.options.keys())
    if unknown:
        raise ValueError(_like(provider, f"{', '.join(unknown)} is not known"))
    anymail.update({provider.options[name]: value for name, value in options.items()})


def _like(provider: Provider, wrong: str) -> str:
    return f"KUULE_EMAIL_URL for {provider.name} must look like {provider.form}: {wrong}."
