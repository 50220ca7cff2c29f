"""Settings of web and workers: read once from the environment, validated whole, or not started.

`load()` names every fault at once. Nothing secret is ever printed; `shown()` masks what belongs to
a real outside party. Source: DEP-22 DEP-27 DEP-33 SEC-001 SEC-002 SEC-004.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

Networks = tuple[IPv4Network | IPv6Network, ...]
BODY_LIMIT = 1024 * 1024
LIVE_KEYS = ("sk_live_", "rk_live_")
# Set by whoever starts a house without outside parties; production meets none of them.
DOUBLES = (
    *("HX_LOCAL_SIGNING_KEY", "FIREBASE_AUTH_EMULATOR_HOST", "FIREBASE_CERTS_URL"),
    "STRIPE_API_BASE",
)
LOCAL_SECRET = "whsec_local_"
LOCAL_KEY = "sk_test_local_"


class Settings(BaseModel):
    """One typed object; each field is the environment variable of its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hx_env: Literal["local", "production"] = Field(
        "local", description="Which rules of start-up hold"
    )
    database_url: SecretStr = Field(description="The PostgreSQL server and database")
    hx_web_database_url: SecretStr | None = Field(
        None, description="The same for hx_web; by default DATABASE_URL with that user"
    )
    hx_job_database_url: SecretStr | None = Field(
        None, description="The same for hx_job; by default DATABASE_URL with that user"
    )
    hx_host: str = Field("127.0.0.1", description="Address to listen on")
    hx_port: int = Field(8700, ge=1, le=65535, description="Port to listen on")
    hx_base_url: str = Field("", description="Public URL; by default http://HX_HOST:HX_PORT")
    hx_web_workers: int = Field(2, ge=1, le=64, description="Processes of the web server")
    hx_web_threads: int = Field(40, ge=1, le=512, description="Threads of each (gthread)")
    hx_web_class: Literal["gthread", "gevent"] = Field(
        "gthread", description="gunicorn's worker class (README: measured)"
    )
    hx_query_pool: int = Field(4, ge=1, le=100, description="Read-only connections a process")
    hx_mutation_pool: int = Field(6, ge=1, le=100, description="Writing connections a process")
    hx_job_poll_seconds: float = Field(0.25, ge=0.05, le=60, description="How often workers look")
    hx_allowed_origins: tuple[str, ...] = Field(
        (), description="CORS: origins, comma separated; local adds localhost"
    )
    hx_trusted_proxies: Networks = Field(
        (), description="Networks whose X-Forwarded-For is believed, comma separated"
    )
    hx_metrics_token: SecretStr | None = Field(
        None,
        min_length=16,
        description="Bearer token of /metrics; local serves this machine without, production none",
    )
    redis_url: SecretStr | None = Field(
        None, description="Redis for copies of answers, as redis://host:6379/1; nothing needs it"
    )
    hx_log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged"
    )
    hx_log_format: Literal["json", "console"] = Field("json", description="One JSON object a line")
    hx_commit: str = Field("", description="The commit that runs, for /version")
    hx_local_signing_key: SecretStr | None = Field(
        None, min_length=32, description="Double: signs tokens of seeded accounts (make token)"
    )
    hx_session_key: SecretStr | None = Field(
        None, min_length=32, description="Signs sessions of the console; without it there is none"
    )
    firebase_project_id: str | None = Field(
        None, min_length=1, description="Firebase project whose ID tokens are accepted"
    )
    firebase_auth_emulator_host: str | None = Field(
        None, description="Double: the Firebase Auth emulator, host:port"
    )
    firebase_certs_url: str | None = Field(
        None, description="Double: where Google's certificates are read from instead"
    )
    stripe_secret_key: SecretStr | None = Field(
        None, description="Stripe's API key; workers don't start without"
    )
    stripe_api_base: str | None = Field(
        None, description="Double: where Stripe's API is reached instead"
    )
    stripe_connect_webhook_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="Secret that Stripe signs events of connected accounts with",
    )
    stripe_webhook_secret: SecretStr = Field(
        min_length=16, description="Secret that Stripe signs its webhooks with"
    )
    stripe_webhook_secret_previous: SecretStr | None = Field(
        None, min_length=16, description="The secret before, accepted while it is rotated"
    )

    verification_webhook_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="Secret that providers of verifications sign with; without it none is heard",
    )

    @field_validator("hx_allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        found = (
            [part.strip() for part in value.split(",") if part.strip()]
            if isinstance(value, str)
            else value
        )
        if isinstance(found, list):
            for origin in found:
                parts = urlsplit(origin)
                if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
                    raise ValueError(f"{origin!r} is no origin; write https://app.example.org")
        return found

    @field_validator("hx_trusted_proxies", mode="before")
    @classmethod
    def _proxies(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value()) if value else None
        if parts and (parts.scheme not in ("redis", "rediss", "unix") or not parts.path[1:]):
            raise ValueError("no address of Redis; write redis://127.0.0.1:6379/1")
        return value

    @property
    def is_production(self) -> bool:
        """Whether real money moves."""
        return self.hx_env == "production"

    @property
    def base_url(self) -> str:
        """Where clients reach the API."""
        return (self.hx_base_url or f"http://{self.hx_host}:{self.hx_port}").rstrip("/")

    def database(self, role: Literal["hx_web", "hx_job"]) -> str:
        """Connection string of a role."""
        own = self.hx_web_database_url if role == "hx_web" else self.hx_job_database_url
        if own is not None:
            return own.get_secret_value()
        return make_conninfo(self.database_url.get_secret_value(), user=role)

    def webhook_secrets(self) -> list[str]:
        """The secrets that a webhook may be signed with, the present one first."""
        both = (self.stripe_webhook_secret, self.stripe_webhook_secret_previous)
        return [secret.get_secret_value() for secret in both if secret is not None]


def cross_faults(environment: Mapping[str, str]) -> list[str]:
    """Faults that lie between variables: modes, doubles, keys. Source: C-11, W4, S12."""
    given = {name: value for name, value in environment.items() if value}
    doubles = [name for name in DOUBLES if name in given]
    production = given.get("HX_ENV") == "production"
    faults = []
    if production:
        faults += [f"{name}: production refuses this double; remove it" for name in doubles]
        faults += [
            f"{name}: required in production"
            for name in (
                *("FIREBASE_PROJECT_ID", "STRIPE_SECRET_KEY", "HX_BASE_URL"),
                "STRIPE_CONNECT_WEBHOOK_SECRET",
            )
            if name not in given
        ]
        if not given.get("HX_BASE_URL", "https://").startswith("https://"):
            faults.append("HX_BASE_URL: must be https in production")
        faults += [
            f"{name}: this is a local one; take the outside party's"
            for name in (
                *("STRIPE_WEBHOOK_SECRET", "STRIPE_CONNECT_WEBHOOK_SECRET"),
                "VERIFICATION_WEBHOOK_SECRET",
            )
            if given.get(name, "").startswith(LOCAL_SECRET)
        ]
        if given.get("STRIPE_SECRET_KEY", "").startswith(LOCAL_KEY):
            faults.append("STRIPE_SECRET_KEY: this is a local one; take Stripe's")
        if "*" in given.get("HX_ALLOWED_ORIGINS", ""):
            faults.append("HX_ALLOWED_ORIGINS: name each origin; * is refused")
    elif given.get("STRIPE_SECRET_KEY", "").startswith(LIVE_KEYS):
        faults.append("STRIPE_SECRET_KEY: a live key outside production; use a test key")
    key, base = given.get("STRIPE_SECRET_KEY", ""), given.get("STRIPE_API_BASE")
    if base and not production and not key.startswith(LOCAL_KEY):
        faults.append(f"STRIPE_SECRET_KEY: a double gets no real key; one begins {LOCAL_KEY}")
    if key.startswith(LOCAL_KEY) and not production and not base:
        faults.append("STRIPE_API_BASE: the local key is for a double; say where it is")
    connect = given.get("STRIPE_CONNECT_WEBHOOK_SECRET")
    if connect and connect in (
        given.get("STRIPE_WEBHOOK_SECRET"),
        given.get("STRIPE_WEBHOOK_SECRET_PREVIOUS"),
    ):
        faults.append("STRIPE_CONNECT_WEBHOOK_SECRET: equals the platform's; take Stripe's own")
    if given.get("STRIPE_WEBHOOK_SECRET") and given.get("STRIPE_WEBHOOK_SECRET") == given.get(
        "STRIPE_WEBHOOK_SECRET_PREVIOUS"
    ):
        faults.append("STRIPE_WEBHOOK_SECRET_PREVIOUS: equals STRIPE_WEBHOOK_SECRET; remove it")
    if not production and not {"FIREBASE_PROJECT_ID", "HX_LOCAL_SIGNING_KEY"} & set(given):
        faults.append("FIREBASE_PROJECT_ID: nobody can sign in; set it, or HX_LOCAL_SIGNING_KEY")
    for name in ("DATABASE_URL", "HX_WEB_DATABASE_URL", "HX_JOB_DATABASE_URL"):
        try:
            conninfo_to_dict(given.get(name, ""))
        except psycopg.ProgrammingError:
            faults.append(f"{name}: not a connection string")  # its own text shows the password
    return faults


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and validate the settings; every fault is printed and the process ends with 78."""
    given = dict(os.environ if environment is None else environment)
    # An empty variable is one that is not set.
    given = {name: value for name, value in given.items() if value}
    faults = []
    settings = None
    try:
        settings = Settings.model_validate(
            {name: given[name.upper()] for name in Settings.model_fields if name.upper() in given}
        )
    except ValidationError as error:
        faults = [
            f"{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False, include_url=False)
        ]
    faults += cross_faults(given)
    if faults or settings is None:
        sys.stderr.write("The settings are not valid; nothing was started.\n")
        sys.stderr.writelines(f"  {fault}\n" for fault in faults)
        sys.exit(78)  # EX_CONFIG
    return settings


def shown(settings: Settings) -> list[str]:
    """`NAME=value` of every setting that is set; secrets of real parties are masked."""
    lines = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name == "hx_base_url":
            value = settings.base_url
        if value is None or value in ("", ()):
            continue
        if isinstance(value, SecretStr):
            plain = value.get_secret_value()
            local = plain.startswith((LOCAL_SECRET, LOCAL_KEY)) or name == "hx_local_signing_key"
            if name.endswith("database_url"):
                value = masked_url(plain)
            elif name == "redis_url":
                value = plain if "@" not in plain else "********"
            else:
                value = plain if local and not settings.is_production else "********"
        elif isinstance(value, tuple):
            value = ",".join(str(part) for part in value)
        lines.append(f"{name.upper()}={value}")
    return lines


def masked_url(url: str) -> str:
    """A connection string of either form without its password, wherever it stands there."""
    parts = conninfo_to_dict(url)
    if "password" not in parts and "sslpassword" not in parts:
        return url
    secret = {name: "********" for name in ("password", "sslpassword") if name in parts}
    return make_conninfo(url, **secret)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in shown(load()))
