-- Change a tier by one step, on the record: standing follows the entry. The same cause moves once.
create or replace function trust._move(
    account_id  uuid,
    new_tier    integer,
    reason      text,
    cause_id    uuid default null,
    details     jsonb default '{}'
)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    old_tier integer;
begin
    select s.tier into strict old_tier from trust.standing as s
     where s.account_id = account_id for no key update;
    insert into trust.entry (account_id, old_tier, new_tier, reason, cause_id, actor_id, details)
    values (account_id, old_tier, new_tier, reason, cause_id,
            (core._context() ->> 'account_id')::uuid, details)
    on conflict do nothing;
    return found;
end $$;
