"""`kuule mcp`: an assistant on the same machine asks Kuule."""

from django.utils import timezone

from kuule.config.cli.ground import fail
from kuule.workspaces.selectors import key_by_secret

WRONG_USE = 2


def talk_with_assistant(secret: str) -> None:
    """Answer an assistant over input and output, with a key that works."""
    if key_by_secret(secret.strip(), now=timezone.now()) is None:
        fail(
            "This is no API key that works." if secret else "An API key is missing.",
            "Make one in the settings or by `kuule apikey create`, and give it as KUULE_MCP_KEY.",
            WRONG_USE,
        )
    from kuule.connect.mcp.over_stdio import talk_over_stdio

    talk_over_stdio(secret.strip())
