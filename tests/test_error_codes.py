"""Every registered code is provoked by a test, and every promise of codes is kept. TST-06."""

from __future__ import annotations

import re
from pathlib import Path

from clones import Connection

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"\bHX[0-9A][0-9]{2}\b")
# Any procedure may answer these: a forged context, and what nobody foresaw.
EVERYWHERE = {"HX502", "HXA10"}


def asserted() -> set[str]:
    """Codes that an assertion of a pgTAP file, or of a test over HTTP, names as what it gets."""
    found: set[str] = set()
    for path in (ROOT / "db/tests").glob("*/*.sql"):
        if path.parent.name != "support":
            found.update(re.findall(r"'(HX[0-9A][0-9]{2})'\s*,", path.read_text(encoding="utf-8")))
    for path in (ROOT / "tests").glob("**/*.py"):
        found.update(re.findall(r"== \"(HX[0-9A][0-9]{2})\"", path.read_text(encoding="utf-8")))
    return found


def test_every_code_is_provoked(owner: Connection) -> None:
    """A code that no test provokes is not proved to be raised by anything."""
    registered = {str(code) for (code,) in owner.execute("select code from core.error")}
    assert len(registered) > 20
    assert registered - asserted() == set()


def reachable(sources: dict[str, str], name: str, seen: set[str]) -> set[str]:
    """Codes that a function raises itself or through the functions that it calls."""
    if name in seen or name not in sources or name in ("core.code_of", "core._explain"):
        return set()
    seen.add(name)
    codes = set(CODE.findall(sources[name]))
    for callee in set(re.findall(r"\b(\w+\.\w+)\(", sources[name])):
        codes |= reachable(sources, callee, seen)
    return codes


def test_promised_codes_are_those_raised(owner: Connection) -> None:
    """`@errors` of a public procedure names every code that its own calls can raise."""
    rows = owner.execute(
        "select n.nspname || '.' || p.proname, p.prosrc, coalesce(obj_description(p.oid), ''),"
        " p.prorettype = 'trigger'::regtype from pg_proc as p"
        " join pg_namespace as n on n.oid = p.pronamespace"
        " where p.proowner = 'hx_owner'::regrole"
    ).fetchall()
    sources = {str(name): str(source) for name, source, _, is_trigger in rows if not is_trigger}
    wrong = {}
    for name, _, comment, is_trigger in rows:
        promise = re.search(r"@errors ([^@]*)", str(comment))
        if is_trigger or not promise or name in ("core.fail", "core.code_of"):
            continue
        missing = reachable(sources, str(name), set()) - set(CODE.findall(promise[1])) - EVERYWHERE
        if missing:
            wrong[str(name)] = sorted(missing)
    assert wrong == {}
