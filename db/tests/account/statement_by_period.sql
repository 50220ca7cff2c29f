-- LED-006: account.statement of a period adds up, opening and lines to closing, over every pair of days and all of its
-- pages; as CSV it tells the same, and no cell of it is a formula.
begin;
-- Noon where the worker lives (he told no state: UTC), whatever the hour of the test.
select support.set_clock(date_trunc('day', now() at time zone 'UTC') + interval '12 hours' - now() at time zone 'UTC');
create temporary table days (n integer, day date, work uuid);
do $$
begin
    for n in 0..3 loop
        perform support.set_clock(date_trunc('day', now() at time zone 'UTC') + interval '12 hours' - now() at time zone 'UTC' + n * interval '1 day');
        insert into days values (n, (core.now() at time zone 'UTC')::date, case when n <> 2 then support.task_in('COMPLETED', 'poster' || n) end);
    end loop;
end $$;
select support.payout_account('worker');
select support.send(), support.report(support.settlement_of((select d.work from days as d where d.n = 0)), 'done', 'tr_1');
create function pg_temp.s(first_day date, last_day date, page_size integer default 100, page_cursor text default null) returns account.statement language plpgsql as $$ begin
    perform support.be('worker');
    return account.statement(page_size => $3, page_cursor => $4, from_day => $1, to_day => $2);
end $$;
create function pg_temp.csv(first_day date default null, last_day date default null) returns text language plpgsql as $$ begin
    perform support.be('worker');
    return account.statement_csv(from_day => $1, to_day => $2);
end $$;
create temporary table pairs as
select f.day as first_day, l.day as last_day, s.* from days as f join days as l on l.day >= f.day cross join lateral pg_temp.s(f.day, l.day) as s;
select plan(21);
select is((select count(*) from pairs), 10::bigint, 'every period of the four days');
select is_empty($$select p.first_day, p.last_day from pairs as p where p.opening_cents + (select coalesce(sum(i.amount_cents), 0) from unnest(p.items) as i) <> p.closing_cents$$, 'each adds up');
select is_empty($$select p.first_day from pairs as p, unnest(p.items) as i where (i.at at time zone 'UTC')::date not between p.first_day and p.last_day$$, 'by lines of its days alone');
select is_empty($$select a.last_day from pairs as a join pairs as b on b.first_day = a.last_day + 1 where a.closing_cents <> b.opening_cents$$, 'what one closes with the next one opens with');
select results_eq($$select p.opening_cents, p.closing_cents from pairs as p where p.first_day = p.last_day order by p.first_day$$, $$values (0::bigint, 8500::bigint), (8500, 17000), (17000, 17000), (17000, 17000)$$, 'a day each: earned, earned, nothing, earned and paid out');
select is((select cardinality(p.items) from pairs as p where p.first_day = p.last_day and p.first_day = (select d.day from days as d where d.n = 2)), 0, 'a day without lines is empty');
select is((select s.opening_cents || ' ' || s.closing_cents || ' ' || cardinality(s.items) from pg_temp.s(null, null) as s), '0 17000 4', 'without a period from the beginning to now');
select is((select s.opening_cents || ' ' || s.closing_cents from pg_temp.s(null, (select d.day from days as d where d.n = 0)) as s), '0 8500', 'up to a day');
select is((select s.opening_cents || ' ' || s.closing_cents from pg_temp.s((select d.day from days as d where d.n = 3), null) as s), '17000 17000', 'from a day on');
select is((select s.payable_cents from pg_temp.s((select d.day from days as d where d.n = 0), (select d.day from days as d where d.n = 0)) as s), 17000::bigint, 'the balances are those of now');
select is((with recursive pages as (
    select s.*, 1 as page from pg_temp.s((select d.day from days as d where d.n = 1), (select d.day from days as d where d.n = 3), 1) as s
    union all select s.*, p.page + 1 from pages as p cross join lateral pg_temp.s((select d.day from days as d where d.n = 1), (select d.day from days as d where d.n = 3), 1, p.next_cursor) as s
     where p.next_cursor is not null)
  select string_agg(distinct (p.opening_cents || ' ' || p.closing_cents), ',') || ' ' || sum((select sum(i.amount_cents) from unnest(p.items) as i)) || ' ' || count(*) from pages as p), '8500 17000 8500 3', 'page by page it adds up as well');
select is(support.code_as('worker', 'select account.statement(from_day => date ''2026-02-01'', to_day => date ''2026-01-31'')'), 'HXA01', 'a period that ends before it begins');
select is(support.code_as('worker', 'select account.statement_csv(from_day => date ''2025-01-01'', to_day => date ''2026-01-03'')'), 'done', 'a text may be of more than a year');
select is(support.code_as('nobody_yet', 'select account.statement_csv()'), 'HX504', 'who has no account');
-- As CSV.
create temporary table told as select l.line, l.n from string_to_table(pg_temp.csv(), E'\r\n') with ordinality as l (line, n);
select is((select t.line from told as t where t.n = 1), 'at,kind,account,task_id,title,amount_cents,currency', 'a header');
select is((select count(*) from told as t), 8::bigint, 'opening, four lines, closing, and the end of the last line');
select is((select sum(split_part(t.line, ',', 6)::bigint) filter (where split_part(t.line, ',', 2) <> 'closing') || ' ' || sum(split_part(t.line, ',', 6)::bigint) filter (where split_part(t.line, ',', 2) = 'closing') from told as t where t.n > 1 and t.line <> ''), '17000 17000', 'which adds up');
select is(core._csv_cell('Move "it", ' || chr(10) || 'please'), '"Move ""it"", ' || chr(10) || 'please"', 'quoted as RFC 4180 says');
select is_empty($$select v from unnest(array['=1+1', '+1', '-1', '@sum', ' =1', chr(9) || '=1', chr(13) || 'x', '＝1', '|cmd', '%0', chr(160) || '=1']) as v where core._csv_cell(v) !~ '^"''' $$, 'no cell begins a formula');
select is_empty($$select v from unnest(array['Move', '1', 'a=b', 'x - y', '']) as v where core._csv_cell(v) ~ '^"''' $$, 'what is none stays as it is');
select is(core._csv_cell(null), '""', 'nothing is an empty cell');
select * from finish();
rollback;
