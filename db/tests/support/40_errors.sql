-- What a statement is refused with.

-- The HX code with which the table owner's statement is refused, at once or (deferred) at commit;
-- 'done' where it is not, and then it is undone. Invoker, so that the role can be taken.
create function support.code(statement text, role_name text default 'hx_owner')
    returns text
    language plpgsql
as $$
declare
    violated text;
begin
    perform set_config('role', role_name, true);
    execute statement;
    set constraints all immediate;
    raise exception using errcode = 'TDONE';
exception when others then
    get stacked diagnostics violated = constraint_name;
    return case when sqlstate = 'TDONE' then 'done' else core.code_of(sqlstate, violated) end;
end $$;

-- The same for a person in the role hx_member.
create function support.code_as(name text, statement text)
    returns text
    language plpgsql
as $$
begin
    perform support.be(code_as.name);
    return support.code(statement, 'hx_member');
end $$;

-- The same for an admin in the role hx_admin.
create function support.code_as_admin(statement text, name text default 'admin')
    returns text
    language plpgsql
as $$
begin
    perform support.admin(code_as_admin.name);
    return support.code(statement, 'hx_admin');
end $$;

-- All of audit.prove() that is broken, as text; empty where nothing is.
create function support.broken()
    returns text
    language sql volatile
as $$
    select coalesce(string_agg(v.invariant || ': ' || v.violations, ', '), '')
      from audit.prove() as v where v.violations > 0
$$;
