"""A small daemon that speaks ClamAV's protocol (PING and INSTREAM) and knows one virus: EICAR."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.files import EICAR


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nPING":
            self.wfile.write(b"PONG\n")
        elif command == b"nINSTREAM":
            self.wfile.write(self._verdict(self._content()))

    def _content(self) -> bytes:
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        return content

    def _verdict(self, content: bytes) -> bytes:
        if self.server.broken:  # type: ignore[attr-defined]
            return b"INSTREAM size limit exceeded. ERROR\n"
        if EICAR in content:
            return b"stream: Eicar-Test-Signature FOUND\n"
        return b"stream: OK\n"


class Clamd(socketserver.ThreadingTCPServer):
    """The daemon; ``seen`` is what it was sent, ``broken`` makes it answer with an error."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[bytes] = []
        self.broken = False

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class UnixClamd(socketserver.ThreadingUnixStreamServer):
    """The same on a socket file."""

    daemon_threads = True

    def __init__(self, path: str) -> None:
        super().__init__(path, _Handler)
        self.seen: list[bytes] = []
        self.broken = False
        self.url = f"unix://{path}"


@contextmanager
def running(server: Clamd | UnixClamd) -> Iterator[None]:
    """Serve until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
