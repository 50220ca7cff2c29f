"""Work over HTTP: what several test files post, take and prove."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4


def work(**changes: object) -> dict[str, object]:
    """Arguments of task.create."""
    return {
        "title": "Move a couch",
        "description": "Down the stairs",
        "category": "moving",
        "price_cents": 10000,
        "deadline_at": (datetime.now(UTC) + timedelta(days=2)).isoformat(),
        "address": "1201 2nd Ave",
        "latitude": 47.6075,
        "longitude": -122.3381,
        **changes,
    }


def photo() -> dict[str, object]:
    """A photo that nobody has used yet."""
    return {
        "storage_key": f"test/{uuid4().hex}.jpg",
        "content_type": "image/jpeg",
        "size_bytes": 9,
        "sha256": uuid4().hex * 2,
    }
