-- What calls about payment intents came to. A webhook may have come first: then only what is still unknown
-- is filled in.
create or replace function stripe.report_intents(fates jsonb)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fate stripe.intent_fate;
    known stripe.intent;
    taken integer := 0;
    failed integer := 0;
begin
    perform core._enter(null, null, 'report-' || core.new_id(), false);
    for fate in
        select f.* from jsonb_populate_recordset(null::stripe.intent_fate, fates) as f order by f.intent_id
    loop
        if fate.outcome is null or fate.outcome not in ('made', 'cancelled', 'refused', 'unknown') then
            perform core.fail('HXA01', 'outcome', 'It is made, cancelled, refused or unknown.');
        end if;
        taken := taken + 1;
        failed := failed + case when coalesce(fate.is_outage, false) then 1 else 0 end;
        select i.* into known from stripe.intent as i where i.id = fate.intent_id for no key update;
        if not found then
            perform core.fail('HXA02', 'intent_id');
        end if;
        continue when known.fence <> fate.fence or known.state in ('SUCCEEDED', 'CANCELLED');
        if fate.outcome = 'made' then
            update stripe.intent as i
               set state = 'READY', provider_intent_id = fate.provider_intent_id,
                   client_secret = fate.client_secret, last_error = null, lease_owner = null,
                   lease_ends_at = null, attempts = 0,
                   due_at = case when i.cancel_requested_at is not null then core.now() end
             where i.id = known.id and i.state = 'PREPARING';
            perform core._exhume('intent', known.id, 'made');
        elsif fate.outcome = 'cancelled' then
            update stripe.intent as i
               set state = 'CANCELLED', due_at = null, lease_owner = null, lease_ends_at = null
             where i.id = known.id;
        elsif fate.outcome = 'refused' then
            -- One that was paid can't be cancelled: what was paid is told by its own event.
            update stripe.intent as i
               set due_at = null, last_error = fate.error, lease_owner = null, lease_ends_at = null
             where i.id = known.id;
            if known.state = 'PREPARING' then
                perform core._bury('intent', known.id, known.attempts, coalesce(fate.error, 'refused'));
            end if;
        else
            update stripe.intent as i
               set last_error = fate.error, lease_owner = null, lease_ends_at = null,
                   due_at = core.now() + stripe._backoff(i.attempts)
             where i.id = known.id;
        end if;
    end loop;
    perform core._circuit_told('stripe', taken - failed, failed);
    return taken;
end $$;

comment on function stripe.report_intents is $$Report what calls about payment intents came to.
@param fates a list of stripe.intent_fate: intent_id, fence, outcome (made, cancelled, refused, unknown),
provider_intent_id, client_secret, error, is_outage
@returns how many were reported
@errors HXA01 HXA02
@source ESC-02 STR-16$$;

grant execute on function stripe.report_intents to hx_job;
