"""A message to a chat, through an address that the chat gave out for it."""

from kuule.dispatch.channels.apprise_sending import plugin_at, send_through
from kuule.dispatch.channels.base import NotHandedOver
from kuule.dispatch.rules import UNSENDABLE
from kuule.dispatch.rules.chats import chat_vendor


def tell_chat(*, address: str, title: str, text: str) -> None:
    """Give one message away. Raises NotHandedOver, OutcomeUnknown or NoConnection.

    Only addresses of the vendors we know are followed: any other could name a machine inside our own network.
    """
    plugin = plugin_at(address) if chat_vendor(address) else None
    if plugin is None:
        raise NotHandedOver(UNSENDABLE, is_permanent=True)
    # Not by `notify`, which would cut the text and try again by itself.
    send_through(lambda: bool(plugin.send(body=text, title=title)))
