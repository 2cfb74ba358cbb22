"""What an assistant can do, in the order of its list."""

from kuule.connect.mcp.tools import cases, comments, figures, initiatives
from kuule.connect.mcp.tools.base import Asked, AssistantTool

TOOLS: tuple[AssistantTool, ...] = (*figures.TOOLS, *comments.TOOLS, *cases.TOOLS, *initiatives.TOOLS)

__all__ = ["TOOLS", "Asked", "AssistantTool"]
