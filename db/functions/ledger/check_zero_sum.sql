-- Deferred: the entries of a journal sum to zero in each currency. Its trigger: schema/90.
create or replace function ledger.check_zero_sum()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from ledger.entry as e where e.journal_id = new.journal_id
                group by e.currency having sum(e.amount_cents) <> 0)
    then
        perform core.fail('HXA13', 'journal_id',
            format('The entries of journal %s do not sum to zero.', new.journal_id));
    end if;
    return null;
end $$;
