-- Let the fate of one sent settlement take its effect; true where it bore an old fence and did nothing.
create or replace function settlement._told(fate settlement.fate)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
    delay interval;
begin
    select s.* into moving from settlement.settlement as s
     where s.id = fate.settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    update settlement.attempt as a
       set outcome = fate.outcome, error = fate.error, ended_at = core.now()
     where a.settlement_id = moving.id and a.fence = fate.fence and a.outcome is null;
    if moving.fence <> fate.fence or moving.state <> 'SUBMITTED' then
        -- Another took over, or a webhook came first; whoever holds it finds out by itself.
        return moving.provider_reference is distinct from fate.reference;
    end if;
    perform core._because('stripe ' || fate.outcome || coalesce(' ' || fate.error, ''));

    if fate.outcome = 'done' then
        perform settlement._confirm(moving.id, fate.reference);
    elsif fate.outcome = 'refused' then
        perform settlement._fail(moving.id,
            case when moving.kind = 'refund' and fate.error = 'charge_disputed' then 'stopped'
                 else coalesce(fate.error, 'refused') end,
            moving.kind <> 'refund' or fate.error is distinct from 'charge_disputed'
            or not exists (select from stripe.chargeback as c
                            where c.escrow_id = moving.escrow_id and c.outcome is null));
        if settlement._awaits_account(fate.error) then
            perform stripe._ask_again(moving.payee_id);
        end if;
    elsif fate.outcome = 'absent' and moving.submitted_at > core.now() - settlement._key_window() then
        -- The same key goes out once more: the provider would answer with what it did.
        update settlement.settlement as s
           set state = 'PENDING', due_at = core.now(), lease_owner = null, lease_ends_at = null
         where s.id = moving.id;
    elsif fate.outcome = 'absent' then
        perform settlement._fail(moving.id, 'absent', true);
    else
        delay := settlement._delay(moving.attempts);
        update settlement.settlement as s
           set last_error = coalesce(fate.error, 'unknown'), lease_owner = null, lease_ends_at = null,
               due_at = core.now() + coalesce(delay, interval '0'),
               exhausted_at = case when delay is null then core.now() end
         where s.id = moving.id;
        if delay is null then
            perform core._bury('settlement', moving.id, moving.attempts, coalesce(fate.error, 'unknown'));
        end if;
    end if;
    return false;
end $$;
