"""Offer requests at a rate, whatever is answered; latency counts from when each was due.

usage: python -m tests.bench.storm URL FILE RATE CONNECTIONS
FILE has a request a line: {"path", "headers", "body"}. RATE 0 offers all at once. Prints JSON:
requests and seconds, offered a second, p95 and p50 in ms, answers by status. Who is told that the
house is overloaded (503; 500 to Stripe) comes again a moment later, and his time counts on.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

OVERLOADED = (500, 503)


class Storm:
    """A queue of requests, each with the time when it is due, and connections that send them."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def offer(self, requests: list[bytes], rate: float) -> float:
        """Put each into the queue when it is due; how many a second that were."""
        began = time.monotonic()
        for number, request in enumerate(requests):
            at = began + number / rate if rate else began
            if (wait := at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self.due.put_nowait((at, request))
        return len(requests) / max(time.monotonic() - began, 1e-9)

    async def connection(self) -> None:
        """Send what is due over one connection, opened again where it is closed."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        while (work := await self.due.get()) is not None:
            at, request = work
            for _ in range(2):
                try:
                    writer.write(request)
                    head = await reader.readuntil(b"\r\n\r\n")
                    break
                except (asyncio.IncompleteReadError, ConnectionError):
                    reader, writer = await asyncio.open_connection(self.host, self.port)
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            status = int(head.split()[1])
            self.statuses[status] += 1
            if status in OVERLOADED:
                asyncio.get_running_loop().call_later(
                    random.uniform(0.3, 1), self.due.put_nowait, work
                )
            else:
                self.latencies.append(time.monotonic() - at)
            if b"connection: close" in head.lower():
                reader, writer = await asyncio.open_connection(self.host, self.port)
        writer.close()


def encoded(line: str, host: str) -> bytes:
    """A request as it goes over the wire."""
    told: dict[str, Any] = json.loads(line)
    body = told["body"].encode()
    headers = {"Host": host, "Content-Type": "application/json", **told["headers"]}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    first = f"POST {told['path']} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n"
    return first.encode() + bytes(body)


async def main(url: str, file: str, rate: float, connections: int) -> None:
    """Offer all of it, and tell what came of it."""
    where = urlsplit(url)
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    requests = [encoded(line, where.netloc) for line in lines]
    storm = Storm(str(where.hostname), where.port or 80)
    senders = [asyncio.create_task(storm.connection()) for _ in range(connections)]
    await asyncio.sleep(0.5)  # all are connected
    began = time.monotonic()
    offered = await storm.offer(requests, rate)
    while len(storm.latencies) < len(requests):
        await asyncio.sleep(0.01)
    seconds = time.monotonic() - began
    for _ in senders:
        storm.due.put_nowait(None)
    await asyncio.gather(*senders)
    ordered = sorted(storm.latencies)
    told = {
        "requests": len(requests),
        "seconds": seconds,
        "offered": offered,
        "p50": ordered[len(ordered) // 2] * 1000,
        "p95": ordered[len(ordered) * 95 // 100] * 1000,
        "statuses": storm.statuses,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
