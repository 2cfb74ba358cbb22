"""The key that signs sessions and links."""

import os
import secrets
from pathlib import Path

from kuule.config.environment import Environment

FILE_NAME = "secret.key"


def secret_key(environment: Environment) -> str:
    """Return the key that was set; on a laptop make one at the first start and keep it in the home folder."""
    if environment.secret_key:
        return environment.secret_key.get_secret_value()
    if environment.mode == "production":
        return ""
    path = environment.home / FILE_NAME
    if not path.exists():
        environment.home.mkdir(parents=True, exist_ok=True)
        _write_once(str(path), secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_once(path: str, key: str) -> None:
    # Web and worker may start at the same moment: the first to link the finished file wins, both then read it.
    draft = f"{path}.{os.getpid()}"
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
