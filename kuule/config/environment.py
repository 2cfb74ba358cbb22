"""Every setting of Kuule: an environment variable `KUULE_*`, typed and explained.

A secret may also come from a file: `KUULE_SECRET_KEY_FILE=/run/secrets/key`. The page `docs/settings.md` lists
them all; a test fails when one is missing there.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from kuule.lib.outbound import networks_of

SECRETS = (
    "secret_key",
    "database_url",
    "analytics_url",
    "email_url",
    "email_webhook_secret",
    "email_webhook_key",
    "bounce_imap_url",
    "reply_imap_url",
    "sms_url",
    "llm_key",
)
ENGINES = ("off", "duckdb:", "postgresql:", "clickhouse://", "clickhouses://", "spark:")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{20,200}")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,200}")
REPLY_PLACE = re.compile(r"(?:[A-Za-z0-9._-]{1,30}|\*)@[A-Za-z0-9.-]{1,200}")


class SecretFiles(PydanticBaseSettingsSource):
    """Reads `KUULE_<NAME>_FILE` for the settings that are secrets."""

    def get_field_value(self, field: object, field_name: str) -> tuple[object, str, bool]:
        """Return the content of the file that the environment names for this setting."""
        del field
        path = os.environ.get(f"KUULE_{field_name.upper()}_FILE") if field_name in SECRETS else None
        return (Path(path).read_text().strip() if path else None, field_name, False)

    def __call__(self) -> dict[str, object]:
        """Return all settings that come from files."""
        found = {name: self.get_field_value(None, name)[0] for name in SECRETS}
        return {name: value for name, value in found.items() if value}


class Environment(BaseSettings):
    """What the operator of a Kuule installation can set."""

    model_config = SettingsConfigDict(env_prefix="KUULE_", extra="ignore", hide_input_in_errors=True)

    home: Path = Field(Path(".kuule"), description="Folder for the embedded database, files and logs.")
    mode: Literal["laptop", "production"] = Field(
        "laptop",
        description="`production` refuses to start with unsafe settings and serves cookies over HTTPS only.",
    )
    debug: bool = Field(False, description="Show technical error pages. Never in production.")
    secret_key: SecretStr | None = Field(
        None, description="Signs sessions and links. On a laptop one is made and kept in the home folder."
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Host names that Kuule answers to, separated by commas."
    )
    base_url: str = Field(
        "http://127.0.0.1:8000", description="Address that links in mails start with, without a slash at the end."
    )
    behind_proxy: bool = Field(
        False, description="Trust `X-Forwarded-Proto` and `X-Forwarded-For` of the one proxy in front of Kuule."
    )
    database_url: SecretStr | None = Field(
        None, description="PostgreSQL as `postgresql://name:password@host:port/database`. Unset: embedded SQLite."
    )
    analytics_url: SecretStr | None = Field(
        None,
        description="What counts the figures, as in [Figures of many answers](analytics.md): `postgresql:` (the "
        "database itself), `clickhouse://name:password@host:8123/database`, `spark://host:7077`, or `off`. Unset: an "
        "embedded copy.",
    )
    email_url: SecretStr | None = Field(
        None,
        description="Mail server as `smtp://name:password@host:587` (STARTTLS), `smtps://…:465`, or "
        "`smtp+plain://host:25` without encryption; or a provider, as in [Mail](mail.md). Unset: the Mailbox keeps "
        "every message.",
    )
    email_webhook_secret: SecretStr | None = Field(
        None, description="Part of the address where a mail provider reports bounces: 20 random characters or more."
    )
    email_webhook_key: SecretStr | None = Field(
        None, description="The key with which the provider signs its reports, where it has one."
    )
    bounce_address: str = Field(
        "", description="Address that mails sent by SMTP come back to, for example `bounce@example.com`."
    )
    bounce_imap_url: SecretStr | None = Field(
        None,
        description="Mailbox of that address as `imaps://name:password@host/INBOX`. Kuule reads it every minute.",
    )
    reply_address: str = Field(
        "",
        description="Where replies to letters of cases go, as in [Letters](letters.md): `reply@example.com`, "
        "which must take `reply+anything@example.com` too, or `*@reply.example.com` where all mail of that domain "
        "comes to one mailbox. Unset: replies go to the sender, and no case sees them.",
    )
    reply_imap_url: SecretStr | None = Field(
        None,
        description="Mailbox of that address, written as `KUULE_BOUNCE_IMAP_URL`; both may be the same. Kuule reads it "
        "every minute.",
    )
    dns_server: str | None = Field(
        None,
        pattern=r"^[^\s:]{1,255}:\d{1,5}$",
        description="Name server that is asked about sending domains, as `192.0.2.1:53`. Unset: that of the machine.",
    )
    sms_url: SecretStr | None = Field(
        None,
        description="Provider of text messages, such as `twilio://account:token@number`, as in "
        "[Text messages](sms.md). Unset: the Mailbox keeps every message.",
    )
    short_url: str = Field(
        "", description="Address that links in text messages start with, where you have a shorter one for this Kuule."
    )
    email_from: str = Field(
        "Kuule <kuule@localhost>", description="Sender of mails that no workspace speaks for, such as sign-in mails."
    )
    llm_url: str = Field(
        "",
        description="A language model that may name suggested themes, as in [Names in plain words]"
        "(themes.md#names-in-plain-words): the base address of an API of the kind that OpenAI made usual, such as "
        "`http://localhost:11434/v1`. Unset: none is ever asked.",
    )
    llm_model: str = Field("", max_length=100, description="Name of the model that is asked there, such as `qwen3:8b`.")
    llm_key: SecretStr | None = Field(None, description="Key of that API, where it wants one.")
    webhook_allow_internal: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Internal networks that webhooks may reach, separated by commas, such as `10.1.0.0/16, 127.0.0.1`. "
        "Unset: none.",
    )
    language: Literal["en", "fi"] = Field("en", description="Language of pages for people whose own is not known.")
    value_rows_at_once: int = Field(
        100_000,
        ge=0,
        description="Answers, lines of money, contracts and events up to which the pages of value count when they are "
        "opened. With more, a worker counts [beforehand](value.md#many-customers).",
    )
    api_per_minute: int = Field(
        6_000,
        ge=0,
        description="Requests that one API key may make in a minute, as in [API](api.md#pace); each web process counts "
        "its own. 0: as many as it likes.",
    )
    web_threads: int = Field(4, ge=1, le=64, description="Requests that one web process answers at the same time.")
    web_processes: int = Field(1, ge=1, le=64, description="Web processes. More than one wants PostgreSQL.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")
    log_format: Literal["text", "json"] = Field("text", description="Logs for people or for a log collector.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        """Accept `a.example, b.example`."""
        return [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value

    @field_validator("webhook_allow_internal", mode="before")
    @classmethod
    def split_networks(cls, value: object) -> object:
        """Accept `10.1.0.0/16, 127.0.0.1`; refuse what is no network."""
        names = [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value
        if isinstance(names, list):
            networks_of(names)
        return names

    @field_validator("database_url")
    @classmethod
    def name_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse an address that is not PostgreSQL's, without repeating its password."""
        if not value or not value.get_secret_value():
            return None
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            message = "must look like postgresql://name:password@host:port/database"
            raise ValueError(message)
        return value

    @field_validator("analytics_url")
    @classmethod
    def name_an_engine(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse an engine that nobody knows, without repeating its password."""
        if not value or not value.get_secret_value():
            return None
        if not value.get_secret_value().startswith(ENGINES):
            message = "must be off, postgresql:, clickhouse://…, spark://… or spark:local"
            raise ValueError(message)
        return value

    @field_validator("bounce_address")
    @classmethod
    def name_one_address(cls, value: str) -> str:
        """Refuse what no bounce could come back to."""
        if value and not PLAIN_ADDRESS.fullmatch(value):
            message = "must look like bounce@example.com"
            raise ValueError(message)
        return value

    @field_validator("reply_address")
    @classmethod
    def name_a_place_for_replies(cls, value: str) -> str:
        """Refuse what no reply could go to."""
        if value and not REPLY_PLACE.fullmatch(value):
            message = "must look like reply@example.com, or *@reply.example.com where all of a domain comes to Kuule"
            raise ValueError(message)
        return value

    @field_validator("email_webhook_secret")
    @classmethod
    def want_a_long_secret(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse a secret that could be guessed, or that cannot stand in an address."""
        if not value or not value.get_secret_value():
            return None
        if not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            message = "must be 20 or more letters, digits, - or _"
            raise ValueError(message)
        return value

    @field_validator("llm_url")
    @classmethod
    def name_an_api(cls, value: str) -> str:
        """Refuse what is no address of an API, and one with a password: pages show where comments go."""
        try:
            address = urlsplit(value)
            is_fit = address.scheme in ("http", "https") and address.hostname and "@" not in address.netloc
            is_fit = is_fit and not (address.query or address.fragment) and address.port != 0
        except ValueError:
            is_fit = False
        if value and not is_fit:
            message = "must look like http://localhost:11434/v1; a key goes into KUULE_LLM_KEY"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("base_url", "short_url")
    @classmethod
    def trim_base_url(cls, value: str) -> str:
        """Drop a slash at the end, so that paths can be joined to it."""
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then files that it names."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, SecretFiles(settings_cls)


@cache
def environment() -> Environment:
    """Return the settings of this process, read once."""
    return Environment()
