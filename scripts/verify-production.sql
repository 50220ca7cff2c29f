-- The verification of a live database: reads only, but for one probe that is rolled back.
-- psql -X -v ON_ERROR_STOP=1 -f scripts/verify-production.sql  @source DBM-18 DBM-19 DBM-20 DBM-21 DBM-22
begin;
do $$
declare
    missing text;
    found_rows bigint;
begin
    if not exists (select from core.schema_versions as v where v.version = '1.0.0') then
        raise exception 'schema_versions does not show 1.0.0';
    end if;

    select string_agg(n.name, ', ') into missing
      from unnest(array['task_terminal_guard', 'escrow_terminal_guard', 'escrow_amount_immutable',
        'xp_requires_released_escrow', 'xp_ledger_no_delete', 'escrow_released_requires_completed_task',
        'task_completed_requires_accepted_proof']) as n (name)
     where not exists (select from pg_trigger as t where t.tgname = n.name and t.tgenabled = 'O');
    if missing is not null then
        raise exception 'triggers are missing or disabled: %', missing;
    end if;
    select count(*) into found_rows from pg_trigger as t where not t.tgisinternal;
    if found_rows < 10 then
        raise exception 'only % triggers', found_rows;
    end if;

    select count(*) into found_rows from pg_class as c join pg_roles as r on r.oid = c.relowner
     where r.rolname = 'hx_owner' and c.relkind in ('r', 'p');
    if found_rows < 18 then
        raise exception 'only % tables', found_rows;
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

    -- XP without a released escrow is tried, must fail with HX101, and is rolled back.
    begin
        insert into xp.entry (account_id, task_id, escrow_id, base_xp, streak_multiplier,
            trust_multiplier, live_multiplier, effective_xp, streak_days, tier, total_before,
            total_after, level_before, level_after)
        values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1);
        raise exception 'XP was awarded without a released escrow';
    exception when sqlstate 'HX101' then
        null;
    end;

    select count(*) into found_rows from audit.prove() as v where v.violations > 0;
    if found_rows > 0 then
        raise exception 'audit.prove() finds % broken invariants', found_rows;
    end if;
end $$;
rollback;
\echo verified
