"""A visitor as a browser is one: it asks the running app for pages over its web socket.

Only what a visitor needs of Streamlit's messages is written here (protocol buffers, encoding of
2008): a rerun with a page and a query goes out; that the script has finished comes back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from websockets.sync.client import ClientConnection, connect

# Numbers of fields in Streamlit 1.67.
_RERUN, _QUERY, _PAGE, _CONTEXT, _URL, _ZONE = 11, 1, 4, 8, 4, 1
_BY_HISTORY = 9
_FINISHED = 6


@dataclass(frozen=True)
class Answer:
    """What came back: seconds to the end of the script, bytes, messages, and whether it failed."""

    seconds: float
    size: int
    messages: int
    failed: bool


class Visitor:
    """One browser tab.  Raises OSError or WebSocketException when the server is gone."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket: ClientConnection = connect(
            address.replace("http", "ws", 1) + "/_stcore/stream", max_size=None,
            subprotocols=None, compression=None, proxy=None)

    def visit(self, page: str, query: str = "", *, timeout: float = 120) -> Answer:
        """Open a page with a query, as ``regions=north``, and wait until it is finished."""
        asked = rerun(self.address, page, query)
        started = time.perf_counter()
        self.socket.send(asked)
        size = messages = 0
        while True:
            data = self.socket.recv(timeout=timeout)
            assert isinstance(data, bytes)
            size, messages = size + len(data), messages + 1
            status = finished(data)
            if status is not None and status != 2:  # 2: stopped early for another run
                return Answer(time.perf_counter() - started, size, messages, status != 0)

    def close(self) -> None:
        """Close the tab."""
        self.socket.close()


def rerun(address: str, page: str, query: str) -> bytes:
    """The message with which a browser asks for a page that its history holds.

    Only so does the link tell all that is chosen: else a tab keeps what the link leaves out.
    """
    url = f"{address}/{page}{'?' + query if query else ''}"
    context = _text(_URL, url) + _text(_ZONE, "UTC")
    return _field(_RERUN, _text(_QUERY, query) + _text(_PAGE, page) + _field(_CONTEXT, context)
                  + _varint(_BY_HISTORY << 3) + _varint(1))


def finished(data: bytes) -> int | None:
    """The status with which the script ended, or None where the message tells something else."""
    at = 0
    while at < len(data):
        tag, at = _number(data, at)
        field, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _number(data, at)
            if field == _FINISHED:
                return value
        elif kind == 2:
            length, at = _number(data, at)
            at += length
        else:
            at += 8 if kind == 1 else 4
    return None


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
