"""Settings: every fault at once, before anything starts, and no secret in what is printed.
DEP-22 DEP-27 DEP-33 TST-004 SEC-001 SEC-002 SEC-004 S12 W4 C-11."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest

from house import CONNECT_SECRET, KEY, NOBODY, ROOT, STRIPE_KEY, WEBHOOK_SECRET, environment
from web.settings import Settings, load, masked_url, shown

LOCAL = environment("postgresql://hx@127.0.0.1/hustlexp", 8700)
PASSWORD = "pass-word-of-the-database"
LIVE_KEY = "sk_live_0123456789abcdef"
REAL_SECRET = "whsec_0123456789abcdefREAL"
REAL_CONNECT_SECRET = "whsec_0123456789abcdefCONNECT"
PRODUCTION = {
    "PATH": LOCAL["PATH"],
    "PYTHONPATH": LOCAL["PYTHONPATH"],
    "HX_ENV": "production",
    "DATABASE_URL": f"postgresql://hx:{PASSWORD}@db.example.org/hustlexp",
    "HX_BASE_URL": "https://api.example.org",
    "FIREBASE_PROJECT_ID": "hustlexp",
    "STRIPE_SECRET_KEY": LIVE_KEY,
    "STRIPE_WEBHOOK_SECRET": REAL_SECRET,
    "STRIPE_CONNECT_WEBHOOK_SECRET": REAL_CONNECT_SECRET,
}
REAL = (PASSWORD, LIVE_KEY, REAL_SECRET, REAL_CONNECT_SECRET)
SECRETS = (*REAL, KEY, WEBHOOK_SECRET, CONNECT_SECRET, STRIPE_KEY)


def start(given: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Start a process of the house with these settings alone."""
    return subprocess.run(
        [sys.executable, *(command or ("-m", "web.settings"))],
        env=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def faults(given: dict[str, str]) -> dict[str, str]:
    """The faults that a start names, by setting; it ends with 78 and shows no secret."""
    with redirect_stderr(StringIO()) as printed, pytest.raises(SystemExit) as ended:
        load(given)
    assert ended.value.code == 78
    first, *lines = printed.getvalue().splitlines()
    assert first == "The settings are not valid; nothing was started."
    for secret in SECRETS:
        assert secret not in printed.getvalue()
    told: dict[str, str] = {}
    for line in lines:
        name, text = re.fullmatch(r"  ([A-Z_]+): (.+)", line).groups()  # type: ignore[union-attr]
        told[name] = text
    return told


def test_both_modes_start() -> None:
    """What is right is printed as NAME=value, the secrets of real parties masked."""
    for given in (LOCAL, PRODUCTION):
        ended = start(given)
        assert ended.returncode == 0, ended.stderr
        told = dict(line.split("=", 1) for line in ended.stdout.splitlines())
        assert told["HX_ENV"] == given.get("HX_ENV", "local")
        assert told["HX_BASE_URL"] == given.get("HX_BASE_URL", "http://127.0.0.1:8700")
        for secret in REAL:
            assert secret not in ended.stdout
    assert {value for name, value in told.items() if name.startswith("STRIPE_")} == {"********"}


@pytest.mark.parametrize(
    "double",
    [
        {"HX_LOCAL_SIGNING_KEY": KEY},
        {"FIREBASE_AUTH_EMULATOR_HOST": "127.0.0.1:9099"},
        {"FIREBASE_CERTS_URL": "http://127.0.0.1:1/"},
        {"STRIPE_API_BASE": NOBODY},
    ],
    ids=lambda double: str(*double),
)
def test_production_meets_no_double(double: dict[str, str]) -> None:
    """Any of them, alone, refuses the start of web and of workers."""
    assert set(faults({**PRODUCTION, **double})) == set(double)
    for command in (
        ("-m", "web.settings"),
        ("-m", "jobs"),
        ("-m", "gunicorn", "-c", "python:web.gunicorn_conf"),
    ):
        ended = start({**PRODUCTION, **double}, *command)
        assert ended.returncode == 78, ended.stderr
        assert "nothing was started" in ended.stderr
        assert not any(secret in ended.stderr + ended.stdout for secret in SECRETS)


def test_workers_need_a_key() -> None:
    """Workers without Stripe's key say so and don't start; the web server needs none."""
    keyless = {
        name: value
        for name, value in LOCAL.items()
        if name not in ("STRIPE_SECRET_KEY", "STRIPE_API_BASE")
    }
    ended = start(keyless, "-m", "jobs")
    assert ended.returncode == 78
    assert ended.stderr.startswith("STRIPE_SECRET_KEY: ")
    assert "nothing was started" in ended.stderr


def test_every_fault_at_once() -> None:
    """Missing, malformed and contradicting settings are named together, each once."""
    told = faults(
        {
            **LOCAL,
            "HX_ENV": "production",
            "DATABASE_URL": f"postgresql://hx:{PASSWORD}@[db/hustlexp",
            "HX_JOB_DATABASE_URL": f"password={PASSWORD} host",
            "HX_PORT": "99999",
            "HX_WEB_CLASS": "quick",
            "HX_TRUSTED_PROXIES": "10.0.0.0/8, nonsense",
            "HX_ALLOWED_ORIGINS": "https://app.example.org/path",
            "HX_LOG_LEVEL": "loud",
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_WEBHOOK_SECRET_PREVIOUS": WEBHOOK_SECRET,
            "HX_BASE_URL": "http://api.example.org",
        }
    )
    assert set(told) == {
        "DATABASE_URL",
        "HX_JOB_DATABASE_URL",
        "HX_PORT",
        "HX_WEB_CLASS",
        "HX_TRUSTED_PROXIES",
        "HX_ALLOWED_ORIGINS",
        "HX_LOG_LEVEL",
        "HX_LOCAL_SIGNING_KEY",
        "FIREBASE_PROJECT_ID",
        "STRIPE_SECRET_KEY",
        "STRIPE_API_BASE",
        "STRIPE_WEBHOOK_SECRET",
        "STRIPE_WEBHOOK_SECRET_PREVIOUS",
        "STRIPE_CONNECT_WEBHOOK_SECRET",
        "VERIFICATION_WEBHOOK_SECRET",
        "HX_BASE_URL",
    }


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"PATH", "PYTHONPATH", "HX_ENV"}))
def test_production_needs_each(missing: str) -> None:
    """Each credential comes from the environment, and an empty one is none."""
    for given in (
        {name: value for name, value in PRODUCTION.items() if name != missing},
        {**PRODUCTION, missing: ""},
    ):
        assert set(faults(given)) == {missing}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"STRIPE_SECRET_KEY": LIVE_KEY}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_SECRET_KEY": "rk_live_0123456789"}, "STRIPE_SECRET_KEY"),
        ({"HX_LOCAL_SIGNING_KEY": "short"}, "HX_LOCAL_SIGNING_KEY"),
        ({"HX_LOCAL_SIGNING_KEY": ""}, "FIREBASE_PROJECT_ID"),
        (
            {"HX_LOCAL_SIGNING_KEY": "", "FIREBASE_CERTS_URL": "http://127.0.0.1:1/"},
            "FIREBASE_PROJECT_ID",
        ),
        ({"STRIPE_WEBHOOK_SECRET_PREVIOUS": WEBHOOK_SECRET}, "STRIPE_WEBHOOK_SECRET_PREVIOUS"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET"),
        ({"STRIPE_API_BASE": ""}, "STRIPE_API_BASE"),
        ({"STRIPE_SECRET_KEY": "sk_test_of_Stripe"}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_CONNECT_WEBHOOK_SECRET": WEBHOOK_SECRET}, "STRIPE_CONNECT_WEBHOOK_SECRET"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"HX_ENV": "Production"}, "HX_ENV"),
        ({"HX_PORT": "0"}, "HX_PORT"),
        ({"HX_WEB_THREADS": "many"}, "HX_WEB_THREADS"),
    ],
)
def test_local_faults(changes: dict[str, str], fault: str) -> None:
    """Outside production, too, what can't be right is refused: no live key stands here."""
    assert set(faults({**LOCAL, **changes})) == {fault}


def test_production_refuses_what_is_local() -> None:
    """Local keys and webhook secrets, plain http and origins of everybody."""
    told = faults(
        {
            **PRODUCTION,
            "STRIPE_SECRET_KEY": STRIPE_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_CONNECT_WEBHOOK_SECRET": CONNECT_SECRET,
            "HX_BASE_URL": "http://api.example.org",
            "HX_ALLOWED_ORIGINS": "*",
        }
    )
    stripe = {name for name in PRODUCTION if name.startswith("STRIPE_")}
    assert set(told) == {*stripe, "HX_BASE_URL", "HX_ALLOWED_ORIGINS"}


def test_only_what_is_given_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """load() reads the environment that it is given, whatever this process's own holds."""
    monkeypatch.setenv("HX_PORT", "1234")
    monkeypatch.setenv("FIREBASE_PROJECT_ID", "another")
    settings = load({**LOCAL, "HX_COMMIT": ""})
    assert (settings.hx_port, settings.firebase_project_id, settings.hx_commit) == (8700, None, "")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://hx:{PASSWORD}@db.example.org/hustlexp",
        f"postgresql://hx@db.example.org/hustlexp?password={PASSWORD}",
        f"host=db.example.org user=hx password={PASSWORD}",
        f"host=db.example.org user=hx password='{PASSWORD}' sslpassword={PASSWORD}",
    ],
)
def test_a_password_is_masked_wherever_it_stands(url: str) -> None:
    """In either form of a connection string."""
    assert PASSWORD not in masked_url(url)
    assert "db.example.org" in masked_url(url)
    assert not any(PASSWORD in line for line in shown(load({**LOCAL, "DATABASE_URL": url})))


def test_the_example_lists_every_setting() -> None:
    """.env.example has each setting once, with its description above it, and no secret."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = re.findall(r"^# (.+)\n#? ?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert [name for _, name, _ in told] == [name.upper() for name in Settings.model_fields]
    for description, name, value in told:
        field = Settings.model_fields[name.lower()]
        assert description == field.description
        if field.is_required():
            assert value in ("", "postgresql://localhost/hustlexp"), name
        else:
            default = "" if field.default in (None, ()) else str(field.default)
            assert value == default, name
    assert text.count("=") == len(told)


def test_no_secret_stands_in_the_tree() -> None:
    """What looks like a key of a real party is in no file of the repository. S12 DEP-26."""
    looks = re.compile(
        r"(sk|rk)_live_[0-9A-Za-z]{20,}|whsec_(?!local)[0-9A-Za-z]{28,}|AIza[0-9A-Za-z_-]{35}"
        r"|-----BEGIN (RSA |EC )?PRIVATE KEY-----|eyJ[0-9A-Za-z_-]{20,}\.eyJ[0-9A-Za-z_-]{20,}"
    )
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [Path(ROOT, name) for name in listed.stdout.split("\0") if name]
    assert len(files) > 100
    found = [
        str(path) for path in files if path.is_file() and looks.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_an_instance_holds_twenty_connections() -> None:
    """By default, in both pools of all processes together; a server has room for several. DBM-06"""
    settings = load(LOCAL)
    pools = settings.hx_query_pool + settings.hx_mutation_pool
    assert Settings.model_fields["hx_web_workers"].default * pools == 20
