-- The balance of an account: stored for persons, a snapshot plus later entries for the system.
create or replace function ledger.balance(account_id uuid, as_of timestamptz default null)
    returns bigint
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    wanted ledger.account;
    known ledger.snapshot;
    later_cents bigint;
begin
    select a.* into wanted from ledger.account as a where a.id = account_id;
    if not found then
        perform core.fail('HXA02', 'account_id');
    end if;
    if as_of is null and wanted.balance_cents is not null then
        return wanted.balance_cents;
    end if;

    select s.* into known from ledger.snapshot as s
     where s.account_id = account_id and (as_of is null or s.latest_at <= as_of)
     order by s.horizon desc limit 1;
    select coalesce(sum(e.amount_cents), 0) into later_cents
      from ledger.entry as e
     where e.account_id = account_id
       and (known.horizon is null or e.transaction_id >= known.horizon)
       and (as_of is null or e.at <= as_of);
    return coalesce(known.balance_cents, 0) + later_cents;
end $$;

comment on function ledger.balance is $$The balance of a ledger account in minor units; + means the holder is owed.
@param account_id a ledger account
@param as_of domain time, null for now
@returns signed cents
@errors HXA02
@source LED-006$$;

grant execute on function ledger.balance to hx_support, hx_job;
