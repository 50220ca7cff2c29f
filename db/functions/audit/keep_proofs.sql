-- Prove every invariant and keep what was found, so that metrics don't prove at each scrape.
create or replace function audit.keep_proofs()
    returns bigint
    language plpgsql security definer set search_path = ''
as $$
declare
    violations bigint;
begin
    insert into audit.proof as p (invariant, violations, ms, proved_at)
    select v.invariant, v.violations, v.ms, clock_timestamp() from audit.prove() as v
    on conflict on constraint proof_pkey do update
        set violations = excluded.violations, ms = excluded.ms, proved_at = excluded.proved_at;
    -- One that no file declares any more is proved no more.
    delete from audit.proof as p
     where to_regclass('audit._proves_' || p.invariant) is null;
    select coalesce(sum(p.violations), 0) into violations from audit.proof as p;
    return violations;
end $$;

comment on function audit.keep_proofs is $$Prove every invariant and keep what was found, for the metrics.
@returns how many violations there are in all
@errors none
@source STL-08 OBS-26$$;

grant execute on function audit.keep_proofs to hx_job;
