"""The queue: procrastinate in the same database, with every task of this package.

Source: QUE-01.
"""

from __future__ import annotations

from copy import deepcopy

import procrastinate

from jobs import cache, schedule, stripe
from web.settings import Settings


def make_app(settings: Settings) -> procrastinate.App:
    """The queue's application with every task of this package."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=settings.database("hx_job"),
            # Each of the queue's acts is one statement: no transaction stands open between them.
            kwargs={
                "autocommit": True,
                "options": "-c search_path=procrastinate,pg_temp -c timezone=UTC",
            },
            min_size=1,
            max_size=4,
        ),
        periodic_defaults={"max_delay": 60},
    )
    # Copies: an application renames the tasks that it is given.
    app.add_tasks_from(deepcopy(stripe.tasks), namespace="stripe")
    app.add_tasks_from(deepcopy(schedule.tasks), namespace="core")
    app.add_tasks_from(deepcopy(cache.tasks), namespace="cache")
    return app
