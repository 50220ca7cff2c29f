"""plpgsql_check over every function and trigger: no error, no warning without a listed reason.
DEP-19."""

from __future__ import annotations

from clones import Connection

# (function, message) → why it is accepted
ACCEPTED: dict[tuple[str, str], str] = {}

CHECK = """
select f.functionid::regproc::text, f.lineno, f.level, f.message
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
  join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join pg_trigger as t on t.tgfoid = p.oid and not t.tgisinternal and t.tgparentid = 0
 cross join lateral tap.plpgsql_check_function_tb(funcoid => p.oid,
       relid => coalesce(t.tgrelid, 0::oid), oldtable => t.tgoldtable, newtable => t.tgnewtable,
       fatal_errors => false, other_warnings => true, extra_warnings => true,
       performance_warnings => false, security_warnings => true) as f
 where p.proowner = 'hx_owner'::regrole
   and (p.prorettype <> 'trigger'::regtype or t.oid is not null)
   -- A procedure without arguments has a route that does not read them.
   and not (p.pronamespace = 'route'::regnamespace and f.message = 'unused parameter "args"')
"""

UNUSED = """
select p.oid::regproc::text from pg_proc as p
 where p.proowner = 'hx_owner'::regrole and p.prorettype = 'trigger'::regtype
   and not exists (select from pg_trigger as t where t.tgfoid = p.oid)
"""


def test_no_complaint(owner: Connection) -> None:
    """Every function is checked against every table whose trigger it is."""
    checked = owner.execute(
        "select count(*) from pg_proc where proowner = 'hx_owner'::regrole"
    ).fetchall()
    assert int(str(checked[0][0])) > 80
    complaints = [r for r in owner.execute(CHECK) if (str(r[0]), str(r[3])) not in ACCEPTED]
    assert complaints == []
    assert owner.execute(UNUSED).fetchall() == []
