-- Deferred: the entries of a journal are there and sum to zero in each currency. Its trigger:
-- schema/90; once a journal is enough, for none joins later (on_entry_inserted).
create or replace function ledger.check_zero_sum()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (select bool_and(s.cents = 0)
          from (select sum(e.amount_cents) as cents from ledger.entry as e
                 where e.journal_id = new.id group by e.currency) as s) is not true
    then
        perform core.fail('HXA13', 'journal_id',
            format('The entries of journal %s do not sum to zero.', new.id));
    end if;
    return null;
end $$;
