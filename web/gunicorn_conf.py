"""gunicorn's configuration, from the same settings. Source: DEP-09 SEC-034."""

from __future__ import annotations

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
