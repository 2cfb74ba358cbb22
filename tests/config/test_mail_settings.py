"""KUULE_EMAIL_URL: every provider of django-anymail, and a clear word about what is missing."""

import warnings
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.utils.module_loading import import_string

from kuule.config.environment import Environment
from kuule.config.mail import email_settings
from kuule.config.providers import PROVIDERS

pytestmark = pytest.mark.any_database

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "mail.md").read_text()
SECRET = "k3y-that-nobody-may-read"


def settings_for(url: str, **more: str) -> dict[str, object]:
    return email_settings(Environment(email_url=url, **more))


def complete(name: str) -> str:
    form = PROVIDERS[name].form
    return form.replace("KEY", SECRET).replace("TOKEN", SECRET).replace("SECRET", SECRET)


def test_every_provider_that_is_maintained_has_its_row():
    import anymail.backends

    shipped = {path.stem for path in Path(anymail.backends.__path__[0]).glob("[a-z]*.py")}
    ours = {provider.module for provider in PROVIDERS.values()}
    assert shipped - ours == {"base", "base_requests", "console", "test", "sendinblue"}  # the last is Brevo's old name


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_form_in_the_documentation_opens_a_real_backend(name, settings):
    made = settings_for(complete(name), email_webhook_secret="s" * 40)
    settings.ANYMAIL = made["ANYMAIL"]
    backend = get_connection(made["EMAIL_BACKEND"])
    assert backend.esp_name == PROVIDERS[name].name
    assert f"`{PROVIDERS[name].form}`" in PAGE
    if made["KUULE_WEBHOOK_VIEW"]:
        with warnings.catch_warnings(action="ignore"):
            assert hasattr(import_string(made["KUULE_WEBHOOK_VIEW"]), "parse_events")


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_is_missing_is_named_without_the_rest(name):
    with pytest.raises(ValueError, match=PROVIDERS[name].form.split("?")[0].replace(".", r"\.")) as refusal:
        settings_for(f"{name}://" if name == "amazon-ses" else f"{name}://@somewhere.example")
    assert "is missing" in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (f"mailjet://{SECRET}@", "the secret after the first colon is missing"),
        (f"mailgun://{SECRET}@", "what follows the @ is missing"),
        (f"mailgun://{SECRET}@mg.example.com?region=mars", "region must be one of us, eu"),
        (f"unisender-go://{SECRET}@", "?region= is missing"),
        (f"postmark://{SECRET}@?streem=x", "streem is not known"),
        (f"amazon-ses://KEY:{SECRET}/more@eu-north-1", "write / in a key as %2F"),
        (f"carrierpigeon://{SECRET}@loft.example", "or name a provider: amazon-ses://"),
        ("smtp://", "must look like smtp://name:password@host:587"),
    ],
)
def test_a_mistake_is_named_and_the_secret_is_not(url, told):
    with pytest.raises(ValueError, match="KUULE_EMAIL_URL") as refusal:
        settings_for(url)
    assert told in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("kuule.config.providers.find_spec", lambda _name: None)
    with pytest.raises(ValueError, match="Amazon SES needs boto3, which is not installed: pip install boto3"):
        settings_for(complete("amazon-ses"))


def test_regions_keys_and_options_reach_their_settings():
    eu = settings_for("mailgun://KEY@mg.example.com?region=eu", email_webhook_key="signing")["ANYMAIL"]
    assert (eu["MAILGUN_API_URL"], eu["MAILGUN_SENDER_DOMAIN"]) == ("https://api.eu.mailgun.net/v3", "mg.example.com")
    assert (eu["MAILGUN_API_KEY"], eu["MAILGUN_WEBHOOK_SIGNING_KEY"]) == ("KEY", "signing")
    amazon = settings_for("amazon-ses://KEY:a%2Fb%2Bc@eu-north-1?configuration_set=surveys")["ANYMAIL"]
    client = amazon["AMAZON_SES_CLIENT_PARAMS"]
    assert (client["aws_secret_access_key"], client["region_name"]) == ("a/b+c", "eu-north-1")
    assert client["config"]["retries"] == {"total_max_attempts": 1}
    assert amazon["AMAZON_SES_CONFIGURATION_SET_NAME"] == "surveys"
    postal = settings_for("postal://KEY@postal.example.com:8443")["ANYMAIL"]
    assert postal["POSTAL_API_URL"] == "https://postal.example.com:8443"
    mandrill = settings_for("mandrill://KEY@", email_webhook_secret="s" * 20, base_url="https://a.example")["ANYMAIL"]
    assert mandrill["MANDRILL_WEBHOOK_URL"] == f"https://a.example/hook/{'s' * 20}/mail/"


def test_a_bounce_mailbox_is_an_imap_address():
    made = settings_for("", bounce_imap_url="imaps://bounce%40example.com:p%3Aw@mail.example.com/Bounced%20mail")
    login = made["KUULE_BOUNCE_IMAP_LOGIN"]
    assert (login["user"], login["password"], login["port"]) == ("bounce@example.com", "p:w", 993)
    assert login["folder"] == "Bounced mail"
    with pytest.raises(ValueError, match="KUULE_BOUNCE_IMAP_URL must look like imaps://"):
        settings_for("", bounce_imap_url=f"https://{SECRET}@mail.example.com")


@pytest.mark.parametrize("wrong", [{"bounce_address": "a b@x"}, {"email_webhook_secret": "short"}])
def test_settings_that_would_not_work_are_refused(wrong):
    with pytest.raises(ValueError, match="must "):
        Environment(**wrong)
