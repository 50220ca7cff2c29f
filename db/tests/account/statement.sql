-- LED-006 S-P11 S14: account.statement adds up: by paging through, the lines of each kind sum to the balance, and each
-- balance after a line to the line before.
begin;
select plan(31);
create function pg_temp.s(name text, page_size integer default 20, page_cursor text default null) returns account.statement language plpgsql as $$ begin
    perform support.be($1);
    return account.statement(page_size => $2, page_cursor => $3);
end $$;
select support.person('worker'), support.person('stranger');
select is((select s.currency || ' ' || s.payable_cents || ' ' || s.reserved_cents || ' ' || s.available_cents || ' ' || s.debt_cents || ' ' || s.refund_pending_cents
    || ' ' || cardinality(s.items) || ' ' || coalesce(s.next_cursor, 'end') from pg_temp.s('stranger') as s), 'USD 0 0 0 0 0 0 end', 'who has nothing has zeros');
create temporary table work as select support.task_in('COMPLETED', 'poster', 'worker', 10000 + n * 100) as id, n from generate_series(1, 5) as n;
-- The first is settled, the second charged back and borne by the worker in part, as an admin's decision would post it.
update settlement.settlement as s set state = m.state from (values ('LOCKED')) as m (state), work as w where s.escrow_id = support.escrow_of(w.id) and w.n = 1;
update settlement.settlement as s set state = 'SUBMITTED' from work as w where s.escrow_id = support.escrow_of(w.id) and w.n = 1;
update settlement.settlement as s set state = 'CONFIRMED', provider_reference = 'ref_' || s.id from work as w where s.escrow_id = support.escrow_of(w.id) and w.n = 1;
update settlement.settlement as s set state = 'SETTLED' from work as w where s.escrow_id = support.escrow_of(w.id) and w.n = 1;
update settlement.settlement as s set state = 'FAILED', finished_at = core.now() from work as w where s.escrow_id = support.escrow_of(w.id) and w.n = 2;
select ledger._post('adjustment', core.new_id(), null, 'USD', array[row('payable', u.id, -500)::ledger.leg, row('debt', u.id, -300)::ledger.leg,
    row('chargeback', null, 800)::ledger.leg]) from account.user as u where u.email = 'worker@example.test';
select ledger._post('adjustment', core.new_id(), null, 'EUR', array[row('payable', u.id, 700)::ledger.leg, row('chargeback', null, -700)::ledger.leg])
  from account.user as u where u.email = 'worker@example.test';
-- 85 % of 10100 to 10500: 8585 8670 8755 8840 8925.
select is((select s.payable_cents from pg_temp.s('worker') as s), 8670 + 8755 + 8840 + 8925 - 500::bigint, 'earned and not yet paid out');
select is((select s.reserved_cents from pg_temp.s('worker') as s), 8755 + 8840 + 8925::bigint, 'of it being paid out');
select is((select s.available_cents from pg_temp.s('worker') as s), 8670 - 500::bigint, 'and available');
select is((select s.debt_cents from pg_temp.s('worker') as s), -300::bigint, 'owed, negative');
select is((select s.refund_pending_cents from pg_temp.s('worker') as s), 0::bigint, 'nothing is refunded to a worker');
select is((select string_agg(i.kind || ' ' || i.account_kind || ' ' || i.amount_cents || ' ' || i.balance_after_cents, ', ' order by p.n)
    from pg_temp.s('worker') as s cross join lateral unnest(s.items) with ordinality as p (at, kind, account_kind, task_id, title, amount_cents, balance_after_cents, currency, n)
    cross join lateral (select p.kind, p.account_kind, p.amount_cents, p.balance_after_cents) as i),
    'adjustment debt -300 -300, adjustment payable -500 34690, transfer payable -8585 35190, release payable 8925 43775, release payable 8840 34850, '
    || 'release payable 8755 26010, release payable 8670 17255, release payable 8585 8585', 'every line, newest first, with the balance after it');
select is((select string_agg(distinct i.title || ' ' || i.currency, ', ') from pg_temp.s('worker') as s cross join unnest(s.items) as i where i.kind <> 'adjustment'), 'Move a couch USD', 'each with its work');
select is((select i.task_id from pg_temp.s('worker') as s cross join unnest(s.items) as i where i.amount_cents = 8925), (select w.id from work as w where w.n = 5), 'the right one');
select is((select count(*) from pg_temp.s('worker') as s cross join unnest(s.items) as i where i.kind = 'adjustment' and num_nonnulls(i.task_id, i.title) = 0), 2::bigint, 'or none');
select is((select e.payable_cents || ' ' || cardinality(e.items) from (select support.be('worker')) as b cross join lateral account.statement(currency => 'EUR') as e), '700 1', 'another currency is another statement');

-- Paging visits every line once, whatever the size of a page; nothing is torn.
create temporary table seen (page_size integer, page integer, n bigint, account_kind text, amount_cents bigint, balance_after_cents bigint);
do $$
declare page account.statement; next text; pages integer;
begin
    perform support.be('worker');
    for size in 1 .. 4 loop
        next := null;
        pages := 0;
        loop
            page := account.statement(page_size => size, page_cursor => next);
            pages := pages + 1;
            insert into seen select size, pages, i.n, i.account_kind, i.amount_cents, i.balance_after_cents
              from unnest(page.items) with ordinality as i (at, kind, account_kind, task_id, title, amount_cents, balance_after_cents, currency, n);
            exit when page.next_cursor is null;
            next := page.next_cursor;
        end loop;
    end loop;
end $$;
select is((select count(*) || ' ' || max(s.page) from seen as s where s.page_size = f.size), '8 ' || ceil(7.0 / f.size), 'pages of ' || f.size) from generate_series(1, 4) as f (size);
select is((select string_agg(s.account_kind || ' ' || s.cents, ', ' order by s.account_kind) from (select f.account_kind, sum(f.amount_cents) as cents from seen as f where f.page_size = z.size group by f.account_kind) as s),
    'debt -300, payable 34690', 'and sum to the balances') from generate_series(1, 4) as z (size);
select is_empty($$select from (select s.balance_after_cents - s.amount_cents as before, lead(s.balance_after_cents, 1, 0::bigint) over (partition by s.page_size, s.account_kind order by s.page, s.n) as was
    from seen as s) as l where l.before <> l.was$$, 'each balance follows the one before');
select is((select i.balance_after_cents from pg_temp.s('worker') as s cross join unnest(s.items) as i where i.account_kind = 'payable' limit 1), (select s.payable_cents from pg_temp.s('worker') as s), 'the last is the balance');

-- What is refunded to a poster.
create temporary table refunded as select support.task_in('CANCELLED', 'payer', price_cents => 4000) as id;
select support.task_in('CANCELLED', 'payer', price_cents => 2000);
select is((select s.refund_pending_cents || ' ' || cardinality(s.items) || ' ' || s.payable_cents from pg_temp.s('payer') as s), '6000 0 0', 'both payments are on their way back');
update settlement.settlement as s set state = 'LOCKED' from refunded as r where s.escrow_id = support.escrow_of(r.id);
update settlement.settlement as s set state = 'SUBMITTED' from refunded as r where s.escrow_id = support.escrow_of(r.id);
update settlement.settlement as s set state = 'CONFIRMED', provider_reference = 'ref_' || s.id from refunded as r where s.escrow_id = support.escrow_of(r.id);
update settlement.settlement as s set state = 'SETTLED' from refunded as r where s.escrow_id = support.escrow_of(r.id);
select is((select s.refund_pending_cents from pg_temp.s('payer') as s), 2000::bigint, 'one is there');
-- Borders.
select is(support.code_as('worker', 'select account.statement(page_size => 0)'), 'HXA01', 'a page of none');
select is(support.code_as('worker', 'select account.statement(page_cursor => ''1'')'), 'HXA01', 'a cursor that is none');
select is(support.code_as('worker', format('select account.statement(page_cursor => %L)', core.new_id())), 'HXA02', 'nor one that nobody made');
select is(support.code_as('worker', 'select account.statement(currency => ''us'')'), 'HXA01', 'a currency that is none');
select is(support.code_as('nobody_yet', 'select account.statement()'), 'HX504', 'who has no account');
select support.be_nobody();
select is(support.code('select account.statement()', 'hx_member'), 'HX501', 'who is nobody');
select is((select cardinality(s.items) from pg_temp.s('stranger', 20, (select j.id::text from ledger.journal as j limit 1)) as s), 0, 'another''s cursor shows nothing');
select is((select count(*) from (select support.be('worker')) as b cross join lateral account.statement(page_size => null, page_cursor => null, currency => null) as s where cardinality(s.items) = 8), 1::bigint, 'null is the default');
select * from finish();
rollback;
