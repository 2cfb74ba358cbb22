"""An assistant that started Kuule itself and talks over its input and output."""

import anyio
from mcp.server.stdio import stdio_server

from kuule.connect.mcp.answering import Talk, talk_now
from kuule.connect.mcp.server import SERVER


def talk_over_stdio(secret: str) -> None:
    """Answer an assistant with this key until it hangs up."""
    talk_now.set(Talk(secret, lasts=True))
    anyio.run(_talk)


async def _talk() -> None:
    async with stdio_server() as (heard, said):
        await SERVER.run(heard, said, SERVER.create_initialization_options())
