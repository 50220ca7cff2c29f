-- The verification of a live database: reads only, but for one probe that is rolled back. It waits
-- for no lock longer than two seconds, and prints a line a thing verified.
-- make verify-production  @source DBM-01 DBM-17 DBM-18 DBM-19 DBM-20 DBM-21 DBM-22
\set ON_ERROR_STOP on
\pset tuples_only on
\pset format unaligned
set role hx_owner; -- no more rights than the engine's own, whoever verifies
set lock_timeout = '2s';
set statement_timeout = '5min';
set search_path = '';
set client_min_messages = warning;

start transaction isolation level repeatable read, read only;
do $$
declare
    missing text;
    found_rows bigint;
begin
    -- The versions.
    if current_setting('server_version_num')::integer not between 150000 and 159999 then
        raise exception 'PostgreSQL is %, not 15', current_setting('server_version');
    end if;
    select string_agg(n.name, ', ' order by n.name) into missing
      from unnest(array['postgis', 'btree_gist', 'pg_trgm', 'plpgsql']) as n (name)
     where not exists (select from pg_extension as e where e.extname = n.name);
    if missing is not null then
        raise exception 'extensions are missing: %', missing;
    end if;
    if not exists (select from core.schema_versions as v where v.version = '1.0.0') then
        raise exception 'schema_versions does not show 1.0.0';
    end if;

    -- The triggers, by the table that they guard and by name.
    select string_agg(n.name || ' on ' || n.relation, ', ' order by n.name) into missing
      from (values
            ('task.task', 'task_terminal_guard'),
            ('task.task', 'task_terms_immutable'),
            ('task.task', 'task_accepted_requires_funded'),
            ('task.task', 'task_completed_requires_accepted_proof'),
            ('task.task', 'task_ends_with_escrow'),
            ('escrow.escrow', 'escrow_terminal_guard'),
            ('escrow.escrow', 'escrow_amount_immutable'),
            ('escrow.escrow', 'escrow_amount_is_price'),
            ('escrow.escrow', 'escrow_agrees_with_ledger'),
            ('escrow.escrow', 'escrow_released_requires_completed_task'),
            ('ledger.journal', 'journal_zero_sum'),
            ('ledger.entry', 'append_only'),
            ('ledger.entry', 'append_only_truncate'),
            ('ledger.account', 'balance_follows_entries'),
            ('settlement.settlement', 'settlement_is_owed'),
            ('xp.entry', 'xp_requires_released_escrow'),
            ('xp.entry', 'xp_ledger_no_delete'),
            ('xp.entry', 'xp_ledger_no_truncate'),
            ('badge.award', 'badge_ledger_no_delete'),
            ('core.event', 'append_only')) as n (relation, name)
     where not exists (
            select from pg_trigger as t
             where t.tgrelid = to_regclass(n.relation) and t.tgname = n.name
               and t.tgenabled in ('O', 'A'));
    if missing is not null then
        raise exception 'triggers are missing or disabled: %', missing;
    end if;
    -- Each machine has its guard and its record.
    select string_agg(m.relation, ', ' order by m.relation) into missing
      from core.machine as m
     where (select count(*) from pg_trigger as t
             where t.tgrelid = to_regclass(m.relation) and t.tgname in ('zz_guard', 'zz_record')
               and t.tgenabled in ('O', 'A')) <> 2;
    if missing is not null then
        raise exception 'machines are not guarded or not recorded: %', missing;
    end if;
    select string_agg(t.tgname || ' on ' || t.tgrelid::regclass, ', ') into missing
      from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
     where not t.tgenabled in ('O', 'A') and c.relowner = 'hx_owner'::regrole;
    if missing is not null then
        raise exception 'triggers are disabled: %', missing;
    end if;
    select count(*) into found_rows
      from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgparentid = 0 and c.relowner = 'hx_owner'::regrole;
    if found_rows < 10 then
        raise exception 'only % triggers', found_rows;
    end if;

    -- The tables.
    select count(*) into found_rows from pg_class as c
     where c.relowner = 'hx_owner'::regrole and c.relkind in ('r', 'p') and not c.relispartition;
    if found_rows < 18 then
        raise exception 'only % tables', found_rows;
    end if;
    select string_agg(c.oid::regclass::text, ', ') into missing from pg_class as c
     where c.relowner = 'hx_owner'::regrole and c.relkind in ('r', 'p') and not c.relispartition
       and (not c.relrowsecurity or exists (
            select from aclexplode(c.relacl) as g where g.grantee <> c.relowner));
    if missing is not null then
        raise exception 'tables are open to others than their owner: %', missing;
    end if;

    if to_regnamespace('support') is not null then
        raise exception 'the schema support of the tests is loaded';
    end if;
    -- Who can make a temporary type has his code run by every definer: pg_temp is searched first.
    select string_agg(r.rolname, ', ') into missing
      from pg_roles as r
     where not r.rolsuper and r.rolname <> 'hx_owner'
       and has_database_privilege(r.oid, current_database(), 'temporary');
    if missing is not null then
        raise exception 'temporary objects are open to: %', missing;
    end if;

    select string_agg(v.invariant || ' (' || v.violations || ')', ', ') into missing
      from audit.prove() as v where v.violations > 0;
    if missing is not null then
        raise exception 'invariants are broken: %', missing;
    end if;
end $$;

select 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)
    || ', PostGIS ' || (select e.extversion from pg_extension as e where e.extname = 'postgis')
    || ', schema ' || string_agg(v.version, ' ' order by v.applied_at desc, v.version desc)
  from core.schema_versions as v;
select count(*) || ' triggers, none disabled'
  from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
 where not t.tgisinternal and t.tgparentid = 0 and c.relowner = 'hx_owner'::regrole;
select count(*) || ' tables, none open' from pg_class as c
 where c.relowner = 'hx_owner'::regrole and c.relkind in ('r', 'p') and not c.relispartition;
select count(*) || ' invariants hold' from pg_class as c
 where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v' and c.relname like '\_proves\_%';
rollback;

-- XP without a released escrow is tried, must fail with HX101, and is rolled back.
begin;
do $$
begin
    insert into xp.entry (account_id, task_id, escrow_id, base_xp, streak_multiplier,
        trust_multiplier, live_multiplier, effective_xp, streak_days, tier, total_before,
        total_after, level_before, level_after)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1, 1, 1, 1, 0, 1, 0, 1, 1,
        1);
    raise exception 'XP was awarded without a released escrow';
exception when sqlstate 'HX101' then
    null;
end $$;
rollback;
\echo 'XP without a released escrow is refused with HX101'
\echo verified
