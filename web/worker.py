"""gunicorn's threaded worker, where a thread gets a request only when all of it is there.

The stock worker gives a thread to a connection and lets it wait for the client, so that as many
slow clients as there are threads stop everybody. Here the loop reads, without waiting, until the
request is whole, and closes who needs longer than `keepalive`. Source: SEC-034 A6.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from web.settings import BODY_LIMIT

READ = 65536
HEADERS = 65536
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


def is_whole(received: bytes | bytearray) -> bool:
    """Whether a thread can read a request from it without waiting, or refuse it for its size."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return len(received) > HEADERS
    head = bytes(received[: end + 2])
    if CHUNKED.search(head):
        enough = received.endswith(b"\r\n\r\n") and len(received) > end + 4
        return enough or len(received) > HEADERS + BODY_LIMIT
    length = int(found[1]) if (found := LENGTH.search(head)) else 0
    return length > BODY_LIMIT or len(received) >= end + 4 + length


class Worker(ThreadWorker):  # type: ignore[misc]
    """Reads requests in its loop, and hands whole ones to its threads."""

    def accept(self, listener: socket.socket) -> None:
        """Take a connection and watch it; no thread yet."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(
            client, selectors.EVENT_READ, partial(self._receive, conn, self.pending_conns)
        )

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """A kept connection speaks again; a thread only when it has spoken to the end."""
        self._receive(conn, self.keepalived_conns, client)

    def _receive(self, conn: Any, kept_in: Any, client: socket.socket) -> None:
        received = conn.__dict__.setdefault("received", bytearray())
        try:
            more = client.recv(READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            more = b""
        received += more
        if more and not is_whole(received):
            return
        self.poller.unregister(client)
        kept_in.remove(conn)
        if not more:
            self.nr_conns -= 1
            conn.close()
            return
        conn.init()
        conn.parser.unreader.unread(bytes(received))
        received.clear()
        self.enqueue_req(conn)
