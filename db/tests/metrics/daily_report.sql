-- REC-006: the report of a city's day: what moved in it and what stood at its end; kept once the day is over and never
-- changed; each day's end is the next one's beginning.
begin;
select support.set_clock(date_trunc('day', now() at time zone 'America/Los_Angeles') + interval '12 hours' - now() at time zone 'America/Los_Angeles');
create function pg_temp.today(days integer default 0) returns date language sql volatile as $$ select (core.now() at time zone 'America/Los_Angeles')::date + $1 $$;
create function pg_temp.told(days integer default 0) returns text language plpgsql volatile as $$
declare r metrics.city_day := metrics.get_daily_report('seattle', pg_temp.today($1));
begin return concat_ws(' ', r.is_final, r.completed_tasks, r.collected_cents, r.released_cents, r.fee_cents, r.refunded_cents, r.paid_out_cents, r.lost_cents, r.held_cents, r.outstanding_cents, r.in_doubt_cents); end $$;
create function pg_temp.go_on() returns void language sql volatile as $$
    select support.set_clock((select s.value::interval from core.setting as s where s.name = 'test_clock_offset') + interval '1 day') $$;
select plan(19);
select is(pg_temp.told(), 'f 0 0 0 0 0 0 0 0 0 0', 'nothing at first');
select support.payout_account('worker');
create temporary table work as select support.task_in('COMPLETED') as done, support.task_in('OPEN', 'other') as held, support.task_in('CANCELLED', 'third') as back;
select is(pg_temp.told(), 'f 1 30000 10000 1500 0 0 0 10000 18500 0', 'collected, released, the fee; held; owed to worker and poster');
select is(metrics.take_daily_reports(), 1, 'yesterday''s is kept');
select is(pg_temp.told(-1), 't 0 0 0 0 0 0 0 0 0 0', 'of nothing');
select is(metrics.take_daily_reports(), 0, 'once');
select support.send();
select is(pg_temp.told(), 'f 1 30000 10000 1500 0 0 0 10000 18500 18500', 'sent and not known: in doubt');
select support.report(support.settlement_of(w.done), 'done', 'tr_1'), support.report(support.settlement_of(w.back, 'refund'), 'done', 're_1') from work as w;
select is(pg_temp.told(), 'f 1 30000 10000 1500 10000 8500 0 10000 0 0', 'paid out and refunded');
select pg_temp.go_on();
select is(pg_temp.told(-1), 'f 1 30000 10000 1500 10000 8500 0 10000 0 0', 'the day is over, and stands as it was');
select is(metrics.take_daily_reports(), 1, 'it is kept');
select is(pg_temp.told(-1), 't 1 30000 10000 1500 10000 8500 0 10000 0 0', 'as it was');
select is(pg_temp.told(), 'f 0 0 0 0 0 0 0 10000 0 0', 'the next day begins with what was held');
select support.charge_back(w.held, '{created,funds_withdrawn}') from work as w;
select is(pg_temp.told(), 'f 0 0 0 0 0 0 11500 10000 0 0', 'a chargeback and its fee are lost for the moment');
select pg_temp.go_on(), pg_temp.go_on();
select is(metrics.take_daily_reports(), 2, 'days that nobody took are taken one after another');
select is(pg_temp.told(), 'f 0 0 0 0 0 0 0 10000 0 0', 'and carry on');
select is(support.code('update metrics.daily_report set held_cents = 0') || support.code('delete from metrics.daily_report'), 'HXA11HXA11', 'a report is kept as it was');
select is(split_part(metrics.get_daily_report_csv('seattle', pg_temp.today(-3)), E'\r\n', 2), format('"seattle",%s,USD,t,1,30000,10000,1500,10000,8500,0,0,10000,0,0', pg_temp.today(-3)), 'the same as CSV');
select is(support.code('select metrics.get_daily_report(''atlantis'')'), 'HXA02', 'no such city');
select is(support.code('select metrics.get_daily_report(''seattle'', date ''9999-01-01'')'), 'HXA01', 'nor a day to come');
select is(support.code_as('worker', 'select metrics.get_daily_report(''seattle'')'), 'HX503', 'for staff alone');
select * from finish();
rollback;
