-- Stored balances follow entries, and nothing else. A journal gets all its entries by one statement
-- of its own transaction, each on an account of its currency and as ledger.posting allows.
create or replace function ledger.on_entry_inserted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    fault text;
begin
    select case
               when a.id is null then 'HXA02'
               when p.sign is null or (a.kind = 'escrow' and f.escrow_id is null) then 'HXA18'
               else 'HXA11' end
      into fault
      from fresh as f
      join ledger.journal as j on j.id = f.journal_id
      left join ledger.account as a on a.id = f.account_id and a.currency = f.currency
      left join ledger.posting as p on p.journal_kind = j.kind and p.account_kind = a.kind
            and p.sign = sign(f.amount_cents)
     where j.transaction_id <> pg_current_xact_id()
        or j.escrow_id is distinct from f.escrow_id
        or p.sign is null
        or (a.kind = 'escrow' and f.escrow_id is null)
        -- Each journal has one line 1, so one statement alone may write to it.
        or f.journal_id not in (select g.journal_id from fresh as g where g.line = 1)
     limit 1;
    if fault = 'HXA02' then
        perform core.fail('HXA02', 'account_id', 'There is no such ledger account.');
    elsif fault = 'HXA18' then
        perform core.fail('HXA18');
    elsif fault is not null then
        perform core.fail('HXA11', 'journal_id', 'A journal is posted whole, by one statement.');
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
