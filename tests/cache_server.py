"""A Redis of a test's own: in memory, on a port of loopback, killed and started at will."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis

from house import free_port, wait_until

CACHE, OTHER = 1, 2  # databases: the cache's own, and one that nobody may empty


class RedisServer:
    """One server; `url` names the cache's database."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/{CACHE}"
        self.start()

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--daemonize", "no"),
            ],
            # Debian's name for the same program, in the package that starts no service.
            executable="/usr/bin/redis-check-rdb",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Signal it; a kill is waited for."""
        self.process.send_signal(how)
        if how == signal.SIGKILL:
            self.process.wait(10)

    def client(self, database: int = CACHE) -> redis.Redis:
        """A client of one of its databases."""
        return redis.Redis(port=self.port, db=database, decode_responses=True)

    def keys(self) -> list[str]:
        """What the cache holds, the identities aside."""
        with self.client() as client:
            return sorted(k for k in client.scan_iter() if not k.startswith("identity:"))

    def _answers(self) -> bool:
        with suppress(redis.RedisError), self.client() as client:
            return bool(client.ping())
        return False


@contextmanager
def a_redis() -> Iterator[RedisServer]:
    """A server for as long as it is wanted."""
    made = RedisServer()
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait(10)
