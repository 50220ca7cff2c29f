-- What calls about connected accounts came to.
create or replace function stripe.report_accounts(fates jsonb)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fate stripe.account_fate;
    known stripe.connected_account;
    taken integer := 0;
    failed integer := 0;
begin
    perform core._enter(null, null, 'report-' || core.new_id(), false);
    for fate in
        select f.* from jsonb_populate_recordset(null::stripe.account_fate, fates) as f order by f.account_id
    loop
        if fate.outcome is null or fate.outcome not in ('done', 'refused', 'unknown') then
            perform core.fail('HXA01', 'outcome', 'It is done, refused or unknown.');
        end if;
        taken := taken + 1;
        failed := failed + case when coalesce(fate.is_outage, false) then 1 else 0 end;
        select c.* into known from stripe.connected_account as c
         where c.account_id = fate.account_id for no key update;
        if not found then
            perform core.fail('HXA02', 'account_id');
        end if;
        continue when known.fence <> fate.fence;
        if fate.outcome = 'done' then
            update stripe.connected_account as c
               set provider_account_id = coalesce(c.provider_account_id, fate.provider_account_id),
                   link_url = coalesce(fate.link_url, c.link_url),
                   link_ends_at = coalesce(fate.link_ends_at, c.link_ends_at),
                   link_requested_at = case when fate.link_url is null then c.link_requested_at end,
                   attempts = 0, last_error = null, lease_owner = null, lease_ends_at = null,
                   -- A link that is asked for still has to be made, and so has what was asked meanwhile.
                   due_at = case when (fate.link_url is null and c.link_requested_at is not null)
                                      or c.due_at <= core.now()
                                 then core.now() end,
                   updated_at = core.now()
             where c.account_id = known.account_id;
            if fate.account is not null then
                -- What Stripe answers is its newest word, whatever its clock said in an event.
                perform stripe._account_told(known.account_id, fate.account::jsonb,
                    greatest(core.now(), known.told_at));
            end if;
            perform core._exhume('connected_account', known.account_id, 'done');
        else
            update stripe.connected_account as c
               set last_error = coalesce(fate.error, fate.outcome), lease_owner = null, lease_ends_at = null,
                   link_requested_at = case when fate.outcome = 'unknown' then c.link_requested_at end,
                   due_at = case when fate.outcome = 'unknown'
                                 then core.now() + stripe._backoff(c.attempts) end,
                   updated_at = core.now()
             where c.account_id = known.account_id;
            if fate.outcome = 'refused' then
                perform core._bury('connected_account', known.account_id, known.attempts,
                    coalesce(fate.error, 'refused'));
            end if;
        end if;
    end loop;
    perform core._circuit_told('stripe', taken - failed, failed);
    return taken;
end $$;

comment on function stripe.report_accounts is $$Report what calls about accounts of workers came to.
@param fates a list of stripe.account_fate: account_id, fence, outcome (done, refused, unknown),
provider_account_id, account (Stripe's object as JSON text), link_url, link_ends_at, error, is_outage
@returns how many were reported
@errors HXA01 HXA02
@source STR-02$$;

grant execute on function stripe.report_accounts to hx_job;
