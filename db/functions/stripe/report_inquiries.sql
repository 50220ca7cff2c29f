-- What asking for objects came to: what Stripe answers takes effect as its events would have.
create or replace function stripe.report_inquiries(fates jsonb)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fate stripe.inquiry_fate;
    known stripe.inquiry;
    taken integer := 0;
    failed integer := 0;
begin
    perform core._enter(null, null, 'report-' || core.new_id(), false);
    for fate in
        select f.* from jsonb_populate_recordset(null::stripe.inquiry_fate, fates) as f order by f.inquiry_id
    loop
        if fate.outcome is null or fate.outcome not in ('done', 'refused', 'unknown')
           or (fate.outcome = 'done' and fate.answer is null)
        then
            perform core.fail('HXA01', 'outcome', 'It is done, with an answer, refused or unknown.');
        end if;
        taken := taken + 1;
        failed := failed + case when coalesce(fate.is_outage, false) then 1 else 0 end;
        select q.* into known from stripe.inquiry as q where q.id = fate.inquiry_id for no key update;
        if not found then
            perform core.fail('HXA02', 'inquiry_id');
        end if;
        continue when known.fence <> fate.fence or known.answered_at is not null;
        if fate.outcome = 'done' then
            perform stripe._tell(known, fate.answer::jsonb);
        end if;
        update stripe.inquiry as q
           set answered_at = case when fate.outcome = 'done' then core.now() end,
               last_error = fate.error, lease_owner = null, lease_ends_at = null,
               due_at = case when fate.outcome = 'unknown' then core.now() + stripe._backoff(q.attempts) end,
               updated_at = core.now()
         where q.id = known.id;
    end loop;
    perform core._circuit_told('stripe', taken - failed, failed);
    return taken;
end $$;

comment on function stripe.report_inquiries is $$Report what asking Stripe for objects came to. What it answers is stored as the events that did not reach us.
@param fates a list of stripe.inquiry_fate: inquiry_id, fence, outcome (done, refused, unknown), answer
(Stripe's object as JSON text), error, is_outage
@returns how many were reported
@errors HXA01 HXA02
@source STL-07$$;

grant execute on function stripe.report_inquiries to hx_job;
