-- Post one economic fact: journal and all its entries in one statement each; first accounts are
-- made in the order of kind and owner, user accounts locked payables before debts and by their ids. A
-- repeat of the same fact answers the journal that is there, if it has the same legs.
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
        if (select jsonb_agg(jsonb_build_array(a.kind, a.owner_id, e.amount_cents, e.currency,
                       e.escrow_id) order by a.kind, a.owner_id, e.amount_cents)
              from ledger.entry as e join ledger.account as a on a.id = e.account_id
             where e.journal_id = journal)
           is distinct from
           (select jsonb_agg(jsonb_build_array(l.kind, l.owner_id, l.amount_cents, currency,
                       escrow_id) order by l.kind, l.owner_id, l.amount_cents)
              from unnest(legs) as l where l.amount_cents <> 0)
        then
            perform core.fail('HXA18', null,
                format('That fact was posted otherwise, by journal %s.', journal));
        end if;
        return journal;
    end if;

    select array_agg(f.account_id order by f.ordinality)
      into accounts
      from (select l.ordinality, ledger._account_id(l.kind, l.owner_id, currency) as account_id
              from unnest(legs) with ordinality as l (kind, owner_id, amount_cents, ordinality)
             order by l.kind, l.owner_id) as f;
    perform from ledger.account as a
      where a.id = any (accounts) and a.balance_cents is not null
      order by a.kind desc, a.id for no key update;

    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency, escrow_id)
    select journal, row_number() over (), accounts[l.ordinality], l.amount_cents, currency, escrow_id
      from unnest(legs) with ordinality as l (kind, owner_id, amount_cents, ordinality)
     where l.amount_cents <> 0;
    return journal;
end $$;
