-- XPB-06 XPB-07: account.get_xp and xp.get_ledger show a person his own XP and nobody else's.
begin;
select plan(16);
create temporary table work as
select n.price_cents, support.task_in('COMPLETED', price_cents => n.price_cents) as id
  from (values (5000), (10000), (25000)) as n (price_cents);
select support.person('stranger');
select is(support.act('worker', 'select (total_xp, level, level_name, next_level_xp) from account.get_xp()'), '(400,3,Hustler,700)',
    'the total, its level and where the next begins');
select is(support.act('stranger', 'select (total_xp, level, level_name, next_level_xp) from account.get_xp()'), '(0,1,Rookie,100)', 'each his own');
select is(support.code_as('no_account', 'select account.get_xp()'), 'HX504', 'who has no account has none');
select is(support.act('worker', 'select array_agg(i.effective_xp) from xp.get_ledger() as g cross join unnest(g.items) as i'),
    '{250,100,50}', 'the awards, newest first');
select is(support.act('worker', 'select next_cursor from xp.get_ledger()'), null, 'no page after the last');
select is(support.act('worker', 'select (i.base_xp, i.streak_multiplier, i.trust_multiplier, i.live_multiplier, i.total_before,
    i.total_after, i.level_before, i.level_after, i.reason) from xp.get_ledger(1) as g cross join unnest(g.items) as i'),
    '(250,1.00,1.00,1.00,150,400,2,3,task_completed)', 'with all that it was computed from');
select is(support.act('worker', 'select (g.items[1]).task_id from xp.get_ledger(1) as g'),
    (select w.id::text from work as w where w.price_cents = 25000), 'and what it was for');
select is(support.act('worker', 'select cardinality(items) from xp.get_ledger(null)'), '3', 'null is the default');
select is(support.act('stranger', 'select cardinality(items) from xp.get_ledger()'), '0', 'an empty list is a list');
select is(support.act('poster', 'select cardinality(items) from xp.get_ledger()'), '0', 'who paid has none of it');
select is(support.code_as('worker', 'select xp.get_ledger(0)'), 'HXA01', 'a page of none');
select is(support.code_as('worker', 'select xp.get_ledger(101)'), 'HXA01', 'or of 101');
select is(support.code_as('worker', 'select xp.get_ledger(page_cursor => ''1'')'), 'HXA01', 'a cursor that is none');
select is(support.code_as('no_account', 'select xp.get_ledger()'), 'HX504', 'nor a ledger');
-- Keyset paging visits every award once.
create temporary table seen (id uuid);
do $$
declare page xp.ledger_page; next text;
begin
    perform support.be('worker');
    loop
        page := xp.get_ledger(page_size => 2, page_cursor => next);
        insert into seen select i.id from unnest(page.items) as i;
        next := page.next_cursor;
        exit when next is null;
    end loop;
end $$;
select results_eq('select count(*), count(distinct id) from seen', 'values (3::bigint, 3::bigint)', 'pages visit each award once');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
