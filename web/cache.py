"""Answers kept in Redis, where it is configured. The database says whether a copy is still right.

Every answer is right without it: a Redis that is away, slow or emptied costs the query's time and
nothing else. Which answers, under which keys and for how long are rows of `cache.answer`; a key is
a hash, a field for each caller and arguments. Source: CAC-01 CAC-08 CAC-09 QUE-08.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger()
CONNECTIONS = 10
TIMEOUT_SECONDS = 0.1
# After a failure Redis is left alone, each time twice as long.
REST_SECONDS, LONGEST_REST_SECONDS = 0.5, 30.0
IDENTITY_SECONDS = 3600
FAILURES = (redis.RedisError, OSError)


@dataclass(frozen=True, slots=True)
class Copy:
    """An answer that was kept: its JSON text, its stamp and the ids of what it shows."""

    data: str
    stamp: str
    subjects: list[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy stands, or would: Redis's key and field, and for how long."""

    key: str
    field: str
    seconds: int


class Cache:
    """Redis as a place that may be away; every method answers None or nothing then."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis(
            connection_pool=redis.ConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                socket_timeout=TIMEOUT_SECONDS,
                socket_connect_timeout=TIMEOUT_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
        )
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self._rest = REST_SECONDS

    def account_of(self, identity: str) -> str | None:
        """The account id that an identity was answered for before."""
        told = self._try(lambda: self._redis.get(_identity_key(identity)))
        return told.decode() if isinstance(told, bytes) else None

    def find(self, place: Place) -> Copy | None:
        """The copy that stands there."""
        told = self._try(lambda: self._redis.hget(place.key, place.field))
        if not isinstance(told, bytes):
            return None
        try:
            kept = orjson.loads(told)
            return Copy(kept["data"], kept["stamp"], kept["subjects"])
        except (ValueError, KeyError, TypeError):  # another release's, or damaged
            return None

    def keep(self, identity: str, account_id: str, place: Place, copy: Copy) -> None:
        """Put a copy there; the key ends with its time whatever is added to it."""
        told = orjson.dumps({"data": copy.data, "stamp": copy.stamp, "subjects": copy.subjects})

        def put() -> object:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(_identity_key(identity), account_id, ex=IDENTITY_SECONDS)
                pipe.hset(place.key, place.field, told)
                pipe.expire(place.key, place.seconds, nx=True)
                return pipe.execute()

        self._try(put)

    def is_alive(self) -> bool:
        """Whether Redis answers now."""
        return self._try(self._redis.ping) is True

    def close(self) -> None:
        """Close every connection."""
        self._redis.connection_pool.disconnect()

    def _try(self, act: Any) -> object:
        if time.monotonic() < self._rests_until:
            return None
        try:
            told = cast("object", act())
        except FAILURES as error:
            with self._lock:
                if time.monotonic() >= self._rests_until:
                    log.warning("cache away", error=type(error).__name__, rest=self._rest)
                    self._rests_until = time.monotonic() + self._rest
                    self._rest = min(self._rest * 2, LONGEST_REST_SECONDS)
            return None
        self._rest = REST_SECONDS
        return told


def place_of(rules: Sequence[Mapping[str, Any]], account_id: str, arguments: str) -> Place | None:
    """Where a procedure's answer to arguments stands for an account."""
    given = orjson.loads(arguments)
    fitting = [
        rule
        for rule in rules
        if not rule["argument"] or given.get(rule["argument"]) == rule["value"]
    ]
    if not fitting:
        return None
    rule = max(fitting, key=lambda rule: bool(rule["argument"]))
    names = {**given, "account_id": account_id}
    same = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    field = f"{account_id}:{hashlib.sha256(same).hexdigest()[:32]}"
    return Place(rule["key"].format_map(names), field, rule["seconds"])


def _identity_key(identity: str) -> str:
    return f"identity:{hashlib.sha256(identity.encode()).hexdigest()}"
