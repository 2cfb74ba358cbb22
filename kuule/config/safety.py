"""What must hold before Kuule serves the public: production refuses to start otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from kuule.config.environment import Environment

SHORTEST_SECRET = 32
WELL_KNOWN_SECRETS = ("changeme", "change-me", "secret", "insecure", "default", "example")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the configuration, and how to mend it."""

    what: str
    mend: str
    is_fatal: bool = True


class UnsafeConfigurationError(Exception):
    """Kuule does not start, because what it was told would put people's data at risk."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = (f"- {problem.what} {problem.mend}" for problem in problems)
        super().__init__("Kuule does not start in production mode like this:\n" + "\n".join(lines))


def production_problems(environment: Environment) -> list[Problem]:
    """Return what forbids a start in production mode; nothing on a laptop."""
    if environment.mode != "production":
        return []
    secret = environment.secret_key.get_secret_value() if environment.secret_key else ""
    found = []
    if not secret:
        found.append(Problem("KUULE_SECRET_KEY is not set.", "Set it to at least 50 random characters, kept secret."))
    elif len(secret) < SHORTEST_SECRET or any(word in secret.lower() for word in WELL_KNOWN_SECRETS):
        found.append(Problem("KUULE_SECRET_KEY can be guessed.", "Replace it by at least 50 random characters."))
    if environment.debug:
        found.append(Problem("KUULE_DEBUG is on and shows internals to strangers.", "Unset it."))
    if not environment.allowed_hosts:
        found.append(
            Problem("KUULE_ALLOWED_HOSTS is not set.", "Set it to your host name, for example feedback.example.com.")
        )
    elif "*" in environment.allowed_hosts:
        found.append(Problem("KUULE_ALLOWED_HOSTS accepts any name.", "List your host names instead of *."))
    if not environment.base_url.startswith("https://"):
        found.append(
            Problem("KUULE_BASE_URL is not an https address.", "Set it to the address people open, with https.")
        )
    return found


def language_model_problems(environment: Environment) -> Iterator[Problem]:
    """Yield what keeps a language model from being asked, or makes it unwise to."""
    url, model = environment.llm_url, environment.llm_model
    if url and not model:
        yield Problem(
            "KUULE_LLM_URL is set and KUULE_LLM_MODEL is not: no language model is asked.",
            "Set KUULE_LLM_MODEL to the name of a model there, or unset KUULE_LLM_URL.",
        )
    if not url and (model or environment.llm_key):
        yield Problem(
            "KUULE_LLM_MODEL or KUULE_LLM_KEY is set and KUULE_LLM_URL is not: no language model is asked.",
            "Set KUULE_LLM_URL to the address of its API, for example http://localhost:11434/v1, or unset the others.",
        )
    if url.startswith("http://") and not is_loopback(urlsplit(url).hostname or ""):
        yield Problem(
            "KUULE_LLM_URL is not an https address: comments and the key would travel unencrypted to another machine.",
            "Use https, unless only a private network lies between.",
            is_fatal=False,
        )


def refuse_unsafe_production(environment: Environment) -> None:
    """Raise UnsafeConfigurationError when production mode is set up unsafely."""
    problems = production_problems(environment)
    if problems:
        raise UnsafeConfigurationError(problems)


def is_loopback(host: str) -> bool:
    """Tell whether a host to bind to can be reached from this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_open_laptop(environment: Environment, host: str) -> None:
    """Raise UnsafeConfigurationError when a laptop installation would listen to the whole network."""
    if environment.mode == "laptop" and not is_loopback(host) and not environment.allowed_hosts:
        raise UnsafeConfigurationError(
            [
                Problem(
                    f"--host {host} lets other machines in, but KUULE_ALLOWED_HOSTS is not set.",
                    "Name the hosts people use, for example KUULE_ALLOWED_HOSTS=192.168.1.20, or use --host 127.0.0.1.",
                )
            ]
        )
