"""gunicorn's configuration, from the same settings. Source: DEP-09 SEC-034."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

import gunicorn

from web.settings import load

gunicorn.SERVER = "hustlexp"
gunicorn.SERVER_SOFTWARE = "hustlexp"
_settings = load()
bind = f"{_settings.hx_host}:{_settings.hx_port}"
workers = _settings.hx_web_workers
worker_class = "gevent" if _settings.hx_web_class == "gevent" else "web.worker.Worker"
threads = _settings.hx_web_threads
worker_connections = 500
keepalive = 15
backlog = 512
timeout = 30
graceful_timeout = 30
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 16380
forwarded_allow_ips = ""
proc_name = "hustlexp-web"
loglevel = "warning"
wsgi_app = "web.app:create_app()"
control_socket_disable = True
# The processes keep what they measure in files, so that any of them tells of all (web/metrics.py).
# The library looks for the folder when it is imported, which is only after this.
_measured = tempfile.mkdtemp(prefix="hx-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _measured


def child_exit(server: Any, worker: Any) -> None:
    """A process ended: what it counted stays, what stood in it does not."""
    from prometheus_client import multiprocess  # noqa: PLC0415

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """The server ended."""
    shutil.rmtree(_measured, ignore_errors=True)
