"""A mail server in a process of its own that takes every mail: `python -m bench.mail_server PORT`.

It says as little as the protocol allows and looks at nothing: who is measured is the sender, not a server that shares
its cores.
"""

import asyncio
import sys

END, LINE = b"\r\n.\r\n", b"\r\n"


class Sink(asyncio.Protocol):
    """The conversation with one sender."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.line = transport
        self.heard = b""
        self.is_mail = False
        self._say(b"220 bench.example")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while (end := self.heard.find(END if self.is_mail else LINE)) >= 0:
            told, self.heard = self.heard[:end], self.heard[end + len(END if self.is_mail else LINE) :]
            self._answer(told)

    def _answer(self, told: bytes) -> None:
        if self.is_mail:
            self.is_mail = False
            self._say(b"250 Taken")
        elif told.upper() == b"DATA":
            self.is_mail = True
            self._say(b"354 Go on")
        elif told.upper() == b"QUIT":
            self._say(b"221 Bye")
            self.line.close()
        else:
            self._say(b"250 bench.example")

    def _say(self, words: bytes) -> None:
        self.line.write(words + LINE)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
