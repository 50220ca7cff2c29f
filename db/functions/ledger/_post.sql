-- Post one economic fact: journal and all its entries in one statement each; user accounts are
-- locked in the order of their ids. A repeat of the same fact answers the journal that is there.
create or replace function ledger._post(
    kind       text,
    source_id  uuid,
    escrow_id  uuid,
    currency   text,
    legs       ledger.leg[]
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    journal uuid;
    accounts uuid[];
begin
    insert into ledger.journal as j (kind, source_id, escrow_id)
    values (kind, source_id, escrow_id)
    on conflict on constraint journal_one_a_fact do nothing
    returning j.id into journal;
    if journal is null then
        select j.id into strict journal from ledger.journal as j
         where j.kind = kind and j.source_id = source_id;
        return journal;
    end if;

    select array_agg(ledger._account_id(l.kind, l.owner_id, currency) order by l.ordinality)
      into accounts
      from unnest(legs) with ordinality as l (kind, owner_id, amount_cents, ordinality);
    perform from ledger.account as a
      where a.id = any (accounts) and a.balance_cents is not null
      order by a.id for no key update;

    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency, escrow_id)
    select journal, l.ordinality, accounts[l.ordinality], l.amount_cents, currency, escrow_id
      from unnest(legs) with ordinality as l (kind, owner_id, amount_cents, ordinality)
     where l.amount_cents <> 0;
    return journal;
end $$;
