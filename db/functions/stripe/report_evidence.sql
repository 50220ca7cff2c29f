-- What handing evidence in came to.
create or replace function stripe.report_evidence(fates jsonb)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fate stripe.evidence_fate;
    known stripe.evidence;
    taken integer := 0;
    failed integer := 0;
begin
    perform core._enter(null, null, 'report-' || core.new_id(), false);
    for fate in
        select f.* from jsonb_populate_recordset(null::stripe.evidence_fate, fates) as f order by f.evidence_id
    loop
        if fate.outcome is null or fate.outcome not in ('done', 'refused', 'unknown') then
            perform core.fail('HXA01', 'outcome', 'It is done, refused or unknown.');
        end if;
        taken := taken + 1;
        failed := failed + case when coalesce(fate.is_outage, false) then 1 else 0 end;
        select v.* into known from stripe.evidence as v where v.id = fate.evidence_id for no key update;
        if not found then
            perform core.fail('HXA02', 'evidence_id');
        end if;
        continue when known.fence <> fate.fence or known.submitted_at is not null;
        update stripe.evidence as v
           set submitted_at = case when fate.outcome = 'done' then core.now() end,
               last_error = fate.error, lease_owner = null, lease_ends_at = null,
               due_at = case when fate.outcome = 'unknown' then core.now() + stripe._backoff(v.attempts) end,
               updated_at = core.now()
         where v.id = known.id;
        if fate.outcome = 'refused' then
            perform core._bury('evidence', known.id, known.attempts, coalesce(fate.error, 'refused'));
        elsif fate.outcome = 'done' then
            perform core._exhume('evidence', known.id, 'done');
        end if;
    end loop;
    perform core._circuit_told('stripe', taken - failed, failed);
    return taken;
end $$;

comment on function stripe.report_evidence is $$Report what handing evidence in came to.
@param fates a list of stripe.evidence_fate: evidence_id, fence, outcome (done, refused, unknown), error, is_outage
@returns how many were reported
@errors HXA01 HXA02$$;

grant execute on function stripe.report_evidence to hx_job;
