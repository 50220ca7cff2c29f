-- What the caller earned and owes, from the ledger alone: the balances as they stand, and their
-- lines, newest first. By keyset on (transaction, journal), which the ledger has in order; a page
-- is of whole journals, so that none is torn. A balance after a line is the balance less all later
-- lines.
create or replace function account.statement(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null,
    currency     core.currency default 'USD',
    from_day     date default null,
    to_day       date default null
)
    returns account.statement
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
    before_transaction xid8;
    journals integer := coalesce(page_size, 20);
    found_ids uuid[];
    period tstzrange := account._period(viewer, from_day, to_day);
    answer account.statement;
begin
    if before_id is not null then
        select j.transaction_id into before_transaction
          from ledger.journal as j where j.id = before_id;
        if not found then
            perform core.fail('HXA02', 'page_cursor', 'That cursor was not made by this list.',
                'Pass next_cursor of the page before, or nothing.');
        end if;
    end if;
    answer.currency := coalesce(currency, 'USD');
    select coalesce(sum(a.balance_cents) filter (where a.kind = 'payable'), 0),
           coalesce(sum(a.reserved_cents) filter (where a.kind = 'payable'), 0),
           coalesce(sum(a.balance_cents - a.reserved_cents) filter (where a.kind = 'payable'), 0),
           coalesce(sum(a.balance_cents) filter (where a.kind = 'debt'), 0)
      into answer.payable_cents, answer.reserved_cents, answer.available_cents, answer.debt_cents
      from ledger.account as a
     where a.owner_id = viewer and a.currency = answer.currency;
    answer.opening_cents := account._balance_before(viewer, answer.currency, coalesce(lower(period), '-infinity'));
    answer.closing_cents := account._balance_before(viewer, answer.currency, coalesce(upper(period), 'infinity'));
    select coalesce(sum(l.amount_cents), 0) into answer.refund_pending_cents
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      join ledger.entry as l on l.escrow_id = e.id and l.currency = answer.currency
      join ledger.account as a on a.id = l.account_id and a.kind = 'refund_due'
     where t.poster_id = viewer;

    select array_agg(page.journal_id order by page.transaction_id desc, page.journal_id desc)
      into found_ids
      from (select distinct l.transaction_id, l.journal_id
              from ledger.account as a join ledger.entry as l on l.account_id = a.id
             where a.owner_id = viewer and a.currency = answer.currency and l.at <@ period
               and (before_id is null
                    or (l.transaction_id, l.journal_id) < (before_transaction, before_id))
             order by l.transaction_id desc, l.journal_id desc
             limit journals + 1) as page;
    if cardinality(found_ids) > journals then
        answer.next_cursor := found_ids[journals];
    end if;
    select coalesce(array_agg(row(i.at, i.kind, i.account_kind, i.task_id, i.title, i.amount_cents,
               i.balance_after_cents, answer.currency)::account.statement_item
               order by i.transaction_id desc, i.journal_id desc, i.line desc), '{}')
      into answer.items
      from (select l.transaction_id, l.journal_id, l.line, l.at, j.kind, a.kind as account_kind,
                   t.id as task_id, t.title::text as title, l.amount_cents,
                   a.balance_cents - coalesce((
                       select sum(n.amount_cents) from ledger.entry as n
                        where n.account_id = a.id
                          and (n.transaction_id > l.transaction_id
                               or n.transaction_id = l.transaction_id
                                  and (n.journal_id, n.line) > (l.journal_id, l.line))), 0)::bigint
                       as balance_after_cents
              from unnest(found_ids[1:journals]) as f (id)
              join ledger.journal as j on j.id = f.id
              join ledger.entry as l on l.journal_id = j.id
              join ledger.account as a on a.id = l.account_id and a.owner_id = viewer
                    and a.currency = answer.currency
              left join escrow.escrow as e on e.id = j.escrow_id
              left join task.task as t on t.id = e.task_id) as i;
    return answer;
end $$;

comment on function account.statement is $$What the caller earned and owes: payable, of it reserved
for transfers under way and available; debt; what is being refunded of the caller's own payments;
and every line of it, newest first. The lines of an account kind sum to its balance; those of a period
to what it closed with less what it opened with.
@param page_size 1 to 100 journals; one that touches payable and debt is two lines
@param page_cursor next_cursor of the page before
@param currency ISO 4217
@param from_day the period's first day where the caller lives, from the beginning unless told
@param to_day its last day, up to now unless told
@returns signed cents; a debt is negative
@errors HX501 HX504 HXA01 HXA02
@source LED-006$$;

grant execute on function account.statement to hx_member;
