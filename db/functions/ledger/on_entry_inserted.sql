-- Stored balances follow entries, and nothing else; entries join a journal of their own transaction.
create or replace function ledger.on_entry_inserted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (
        select from fresh as f join ledger.journal as j on j.id = f.journal_id
         where j.transaction_id <> pg_current_xact_id()
            or j.escrow_id is distinct from f.escrow_id)
    then
        perform core.fail('HXA11', 'journal_id', 'A journal is complete when its transaction ends.');
    end if;
    if exists (select from fresh as f
                where not exists (select from ledger.account as a
                                   where a.id = f.account_id and a.currency = f.currency))
    then
        perform core.fail('HXA02', 'account_id', 'There is no such ledger account.');
    end if;
    update ledger.account as a
       set balance_cents = a.balance_cents + f.amount_cents
      from (select e.account_id, sum(e.amount_cents)::bigint as amount_cents
              from fresh as e group by e.account_id) as f
     where a.id = f.account_id and a.balance_cents is not null;
    return null;
end $$;

create or replace trigger on_entry_inserted after insert on ledger.entry
    referencing new table as fresh
    for each statement execute function ledger.on_entry_inserted();
