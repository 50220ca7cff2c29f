"""Every alert fires on what it is about and on nothing else, and leads to a runbook that works.

OBS-13 OBS-021 OBS-022 OBS-023 OBS-024 OBS-059 OBS-060 OBS-061 OBS-062 OBS-065 OBS-066 OBS-067
OBS-068 OBS-069 OBS-084 OBS-089 DRH-005 DRH-012 DRH-033 DRH-035 DRH-055."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from clones import Connection

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "scripts/alerts.yml"
RUNBOOKS = ROOT / "db/docs/runbooks"
PROMTOOL = ROOT / ".venv/bin/promtool"
GROUPS = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
ALERTS: dict[str, dict[str, Any]] = {r["alert"]: r for g in GROUPS for r in g["rules"]}

OK = 'api_requests_total{status="200"}'
BAD = 'api_requests_total{status="500"}'
BUCKET = 'api_request_duration_seconds_bucket{{le="{}"}}'
PAYMENTS = 'hx_payments_last_ten_minutes{{outcome="{}"}}'
# (alert, series that fire it, labels beside its own, series that don't)
CASES: list[tuple[str, dict[str, str], dict[str, str], dict[str, str]]] = [
    ("ErrorRateHigh", {OK: "0+94x60", BAD: "0+6x60"}, {}, {OK: "0+96x60", BAD: "0+4x60"}),
    ("ErrorRateElevated", {OK: "0+98x60", BAD: "0+2x60"}, {}, {OK: "0+1000x60", BAD: "0+9x60"}),
    ("FailuresRecorded", {'hx_failures_last_hour{source="job"}': "1x60"}, {"source": "job"},
     {'hx_failures_last_hour{source="job"}': "0x60"}),
    ("LatencyHigh", {BUCKET.format("5"): "0+98x60", BUCKET.format("10"): "0+100x60",
                     BUCKET.format("+Inf"): "0+100x60"}, {},
     {BUCKET.format("5"): "0+100x60", BUCKET.format("10"): "0+100x60",
      BUCKET.format("+Inf"): "0+100x60"}),
    ("LatencyElevated", {BUCKET.format("2"): "0+94x60", BUCKET.format("5"): "0+100x60",
                         BUCKET.format("+Inf"): "0+100x60"}, {},
     {BUCKET.format("2"): "0+96x60", BUCKET.format("5"): "0+100x60",
      BUCKET.format("+Inf"): "0+100x60"}),
    ("PoolExhausted", {'web_pool_waiting{pool="query"}': "2x60"}, {"pool": "query"},
     {'web_pool_waiting{pool="query"}': "0 2 0 2 0 0x55"}),
    ("WebDown", {'up{job="hustlexp"}': "0x60"}, {"job": "hustlexp"},
     {'up{job="hustlexp"}': "1x60"}),
    ("DatabaseUnreachable", {"hx_database_up": "0x60"}, {}, {"hx_database_up": "1x60"}),
    ("ConnectionsNearLimit",
     {"hx_database_connections": "170x60", "hx_database_connections_allowed": "200x60"}, {},
     {"hx_database_connections": "150x60", "hx_database_connections_allowed": "200x60"}),
    ("MemoryHigh",
     {"node_memory_MemAvailable_bytes": "15x60", "node_memory_MemTotal_bytes": "100x60"}, {},
     {"node_memory_MemAvailable_bytes": "25x60", "node_memory_MemTotal_bytes": "100x60"}),
    ("BackupOverdue", {"hx_backup_age_seconds": "93700x60"}, {},
     {"hx_backup_age_seconds": "93000x60"}),
    ("RestoreOverdue", {"hx_restore_age_seconds": "2678500x60"}, {},
     {"hx_restore_age_seconds": "2678000x60"}),
    ("WorkersDown", {"hx_workers_alive": "0x60"}, {}, {"hx_workers_alive": "1x60"}),
    ("RelayStopped", {"hx_relay_lag_seconds": "61+60x60"}, {}, {"hx_relay_lag_seconds": "5x60"}),
    ("QueueDeep", {'hx_jobs_waiting{queue="core"}': "1001x60"}, {"queue": "core"},
     {'hx_jobs_waiting{queue="core"}': "1000x60"}),
    ("QueueVeryDeep", {'hx_jobs_waiting{queue="core"}': "5001x60"}, {"queue": "core"},
     {'hx_jobs_waiting{queue="core"}': "5000x60"}),
    ("OrdersOverdue", {'hx_orders_oldest_due_seconds{kind="intent"}': "901x60"}, {"kind": "intent"},
     {'hx_orders_oldest_due_seconds{kind="intent"}': "900x60"}),
    ("LedgerUnbalanced", {'hx_ledger_imbalance_cents{currency="USD"}': "-1x60"},
     {"currency": "USD"}, {'hx_ledger_imbalance_cents{currency="USD"}': "0x60"}),
    ("InvariantViolated", {'hx_invariant_violations{invariant="seals_hold"}': "1x60"},
     {"invariant": "seals_hold"}, {'hx_invariant_violations{invariant="seals_hold"}': "0x60"}),
    ("ProofStale", {"hx_proof_age_seconds": "3601x60"}, {}, {"hx_proof_age_seconds": "3000x60"}),
    ("SealOverdue", {"hx_seal_age_seconds": "93700x60"}, {}, {"hx_seal_age_seconds": "93000x60"}),
    ("PaymentsFailing", {PAYMENTS.format("failed"): "5x60", PAYMENTS.format("succeeded"): "40x60"},
     {}, {PAYMENTS.format("failed"): "2x60", PAYMENTS.format("succeeded"): "0x60"}),
    ("SettlementsInDoubt", {"hx_settlements_in_doubt": "1x60"}, {},
     {"hx_settlements_in_doubt": "0x60"}),
    ("CircuitOpen", {'hx_circuit{party="stripe",state="OPEN"}': "1x60"}, {"party": "stripe"},
     {'hx_circuit{party="stripe",state="OPEN"}': "0x60",
      'hx_circuit{party="stripe",state="CLOSED"}': "1x60"}),
    ("PollStale", {'hx_poll_age_seconds{list="events"}': "901x60"}, {"list": "events"},
     {'hx_poll_age_seconds{list="events"}': "60x60"}),
    ("MovementFrozen", {'hx_frozen{scope="REFUNDS"}': "1x60"}, {"scope": "REFUNDS"},
     {'hx_frozen{scope="REFUNDS"}': "1x20 0x40"}),
    ("FindingGrave", {'hx_findings{severity="P0"}': "1x60"}, {},
     {'hx_findings{severity="P0"}': "0x60", 'hx_findings{severity="P1"}': "1x60"}),
    ("FindingSerious", {'hx_findings{severity="P1"}': "1x90"}, {},
     {'hx_findings{severity="P2"}': "1x90"}),
    ("DeadLettersWaiting", {'hx_dead_letters_open{kind="evidence"}': "1x90"}, {"kind": "evidence"},
     {'hx_dead_letters_open{kind="evidence"}': "0x90"}),
    ("DeadLettersMany",
     {'hx_dead_letters_open{kind="evidence"}': "50x60",
      'hx_dead_letters_open{kind="intent"}': "51x60"},
     {},
     {'hx_dead_letters_open{kind="evidence"}': "50x60",
      'hx_dead_letters_open{kind="intent"}': "50x60"}),
]  # fmt: skip
AFTER = "80m"


def promtool(*arguments: str | Path) -> None:
    """Run it; what it says is the failure."""
    done = subprocess.run([PROMTOOL, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_are_valid() -> None:
    """Prometheus would load them."""
    promtool("check", "rules", "--lint=all", "--lint-fatal", RULES)


def test_each_alert_fires_and_rests(tmp_path: Path) -> None:
    """Each fires on its own series with its own labels, at its time, and rests on the others."""
    assert sorted(case[0] for case in CASES) == sorted(ALERTS)
    tests = []
    for name, firing, more, resting in CASES:
        rule = ALERTS[name]
        expected = {
            "exp_labels": {**rule["labels"], **more},
            "exp_annotations": rule["annotations"],
        }
        for series, alerts in ((firing, [expected]), (resting, [])):
            tests.append(
                {
                    "interval": "1m",
                    "name": name,
                    "input_series": [{"series": s, "values": v} for s, v in series.items()],
                    "alert_rule_test": [
                        {"eval_time": when, "alertname": name, "exp_alerts": found}
                        # Nothing fires before its duration has passed.
                        for when, found in (
                            ("0m", []),
                            ("58m" if "x60" in str(series) else AFTER, alerts),
                        )
                        if when != "0m" or rule["for"] != "0m"
                    ],
                }
            )
    file = tmp_path / "alerts.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": tests}), encoding="utf-8")
    promtool("test", "rules", file)


def test_each_alert_has_an_owner_a_duration_and_a_runbook() -> None:
    """No alert without somebody whose it is and something that he can do. OBS-089 OBS-084."""
    for name, rule in ALERTS.items():
        assert rule["labels"]["severity"] in ("page", "warning"), name
        assert rule["labels"]["owner"] and re.fullmatch(r"\d+[mh]", rule["for"]), name
        runbook = ROOT / rule["annotations"]["runbook"]
        assert f"`{name}`" in runbook.read_text(encoding="utf-8"), (
            f"{runbook.name} leaves out {name}"
        )


def texts() -> dict[str, str]:
    """The runbooks by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in RUNBOOKS.glob("*.md")}


@pytest.mark.parametrize("name", sorted(texts()))
def test_a_runbook_is_whole(name: str) -> None:
    """What one sees, how to look, what to do, when to stop."""
    headings = re.findall(r"^## (.+)$", texts()[name], re.M)
    assert headings[:4] == ["What you see", "Look", "Do", "Stop when"], name


def test_every_dead_letter_has_its_runbook(owner: Connection) -> None:
    """One for each kind that the table allows, linked from the one that the alert names."""
    row = owner.execute(
        "select pg_get_constraintdef(oid) from pg_constraint"
        " where conname = 'dead_letter_kind_known'"
    ).fetchone()
    kinds = re.findall(r"'(\w+)'::text", str(row[0]) if row else "")
    assert len(kinds) >= 4
    for kind in kinds:
        assert f"(dead-letter-{kind}.md)" in texts()["dead-letters"], kind
        assert f"`{kind}`" in texts()[f"dead-letter-{kind}"]


def test_what_runbooks_name_is_there(owner: Connection) -> None:
    """Procedures and tables that they call or read, files that they link, commands of make."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, text in texts().items():
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert (RUNBOOKS / link).exists(), f"{name}: {link}"
        for command in re.findall(r"`make ([a-z-]+)", text):
            assert re.search(rf"^{command}:", makefile, re.M), f"{name}: make {command}"
        called = re.findall(r"\b([a-z_]+\.[a-z_]+)\(", text)
        read = re.findall(r"\b(?:from|join|update) ([a-z_]+\.[a-z_]+)\b(?!\()", text)
        named = re.findall(r"`([a-z_]+\.[a-z_]+)`", text)
        unknown = owner.execute(
            "select array_agg(w) from unnest(%s::text[]) as w"
            " where to_regnamespace(split_part(w, '.', 1)) is not null and to_regclass(w) is null"
            " and not exists (select from pg_proc as p"
            "   where p.pronamespace::regnamespace || '.' || p.proname = w)",
            (named,),
        ).fetchone()
        assert unknown == (None,), f"{name}: {unknown}"
        missing = owner.execute(
            "select array_agg(w) from unnest(%s::text[]) as w"
            " where not exists (select from pg_proc as p"
            "   where p.pronamespace::regnamespace || '.' || p.proname = w)",
            (called,),
        ).fetchone()
        assert missing == (None,), f"{name}: {missing}"
        tables = owner.execute(
            "select array_agg(w) from unnest(%s::text[]) as w where to_regclass(w) is null", (read,)
        ).fetchone()
        assert tables == (None,), f"{name}: {tables}"


def queries() -> list[tuple[str, str]]:
    """Every SQL block of a runbook."""
    return [
        (name, block)
        for name, text in sorted(texts().items())
        for block in re.findall(r"^```sql\n(.*?)^```", text, re.M | re.S)
    ]


@pytest.mark.parametrize(("name", "block"), queries(), ids=[f"{n}" for n in range(len(queries()))])
def test_queries_run(owner: Connection, name: str, block: str) -> None:
    """They are planned as they stand; an id in angle brackets is any."""
    statement = re.sub(r"'<[a-z ]+>'", "'00000000-0000-7000-8000-000000000001'", block)
    for part in statement.split(";"):
        if re.sub(r"--.*", "", part).strip():
            owner.execute(f"explain {re.sub(r'--.*', '', part)}".encode())
