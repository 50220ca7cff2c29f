-- Let the fate of one sent settlement take its effect; true where it bore an old fence and did nothing.
create or replace function settlement._told(fate settlement.fate)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
    delay interval;
    is_stale boolean := false;
begin
    select s.* into moving from settlement.settlement as s
     where s.id = fate.settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    perform core._because('stripe ' || fate.outcome || coalesce(' ' || fate.error, ''));
    if moving.fence <> fate.fence or moving.state <> 'SUBMITTED' then
        -- Another took over, or a webhook came first; whoever holds it finds out by itself.
        is_stale := moving.finished_at is null or moving.provider_reference is distinct from fate.reference;
        if fate.outcome = 'done' and moving.state = 'FAILED' then
            perform settlement._made(moving.id, fate.reference);
        end if;
    elsif fate.outcome = 'done' then
        perform settlement._confirm(moving.id, fate.reference);
    elsif fate.outcome = 'refused' then
        perform settlement._refused(moving, coalesce(fate.error, 'refused'));
    elsif fate.outcome = 'absent' and moving.submitted_at > core.now() - settlement._key_window() then
        -- The same key goes out once more: the provider would answer with what it did.
        update settlement.settlement as s
           set state = 'PENDING', due_at = core.now(), lease_owner = null, lease_ends_at = null,
               look_up_first = false
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
    -- Last, for whoever watches attempts compares them with what stands now.
    update settlement.attempt as a
       set outcome = fate.outcome, reference = fate.reference, error = fate.error, ended_at = core.now()
     where a.settlement_id = moving.id and a.fence = fate.fence and a.outcome is null;
    return is_stale;
end $$;
