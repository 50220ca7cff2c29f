-- DRH-003 DRH-012 P8 P9 S-L11: after a restore nothing moves until a person thaws it, whatever was unfinished is looked up before
-- it is sent, and work for which Stripe tells of a transfer that nobody here knows waits for a second person.
begin;
select plan(37);
select support.payout_account('worker'), support.admin();
create temporary table work as select n, support.task_in('COMPLETED') as id from generate_series(1, 6) as n;
create temporary table orders as select w.n, support.settlement_of(w.id) as id from work as w;
create function pg_temp.id(n integer) returns uuid language sql stable as 'select o.id from pg_temp.orders as o where o.n = $1';
create function pg_temp.only(n integer) returns void language sql as $f$
    update settlement.settlement set due_at = 'infinity' where finished_at is null and id <> pg_temp.id($1) and due_at <= core.now();
    update settlement.settlement set due_at = least(due_at, core.now()) where finished_at is null and id = pg_temp.id($1)
$f$;
create function pg_temp.it(n integer) returns text language sql stable as $f$
    select concat_ws(' ', s.state, 'attempts ' || s.attempts, case when s.look_up_first then 'first' end, s.last_error) from settlement.settlement as s where s.id = pg_temp.id($1)
$f$;
create function pg_temp.take() returns text language sql as $f$
    select coalesce(string_agg(j.action, ', '), 'nothing') from settlement.take('one') as j
$f$;
create function pg_temp.alien(n integer, transfer text) returns text language sql as $f$
    select support.deliver((jsonb_set(jsonb_set(support.movement_event(pg_temp.id($1), 'transfer.created', $2)::jsonb,
        '{data,object,metadata,settlement_id}', to_jsonb(core.new_id()::text)), '{data,object,transfer_group}', to_jsonb(s.escrow_id::text)))::text)
      from settlement.settlement as s where s.id = pg_temp.id($1)
$f$;
-- One was taken, one was sent, one is settled, when the backup's time was.
select pg_temp.only(2);
select is(pg_temp.take(), 'send', 'one is taken');
select pg_temp.only(3);
select support.send();
select pg_temp.only(4);
select support.send(), support.report(pg_temp.id(4), 'done', 'tr_4');
select is(audit.after_restore(now()), (select count(*)::integer from settlement.settlement as s where s.finished_at is null), 'all that is unfinished is to be looked up');
select is(audit.after_restore(now()), 0, 'once');
select is((select string_agg(f.scope, ' ' order by f.scope) from core.freeze as f where f.reason ~ '^restored to 20'), 'FUNDING REFUNDS REVERSALS TRANSFERS', 'every movement is frozen, with the reason');
select is(pg_temp.it(4), 'SETTLED attempts 1', 'what is settled stays as it is');

-- What was never sent, as far as is known: looked up though frozen, and found.
select pg_temp.only(1);
select is(pg_temp.it(1), 'PENDING attempts 0 first', 'one that was not sent');
select is(pg_temp.take(), 'look_up', 'is looked up, frozen or not');
select is((select count(*) from settlement.submit(array[pg_temp.id(1)], array[1::bigint])), 0::bigint, 'and can''t be sent meanwhile');
select is(support.report(pg_temp.id(1), 'done', 'tr_1'), 'SETTLED', 'it was sent after the backup''s time');
-- One that had been taken falls back, and is looked up: nobody knows it.
select pg_temp.only(2);
select support.lapse(pg_temp.id(2));
select is(pg_temp.take(), 'look_up', 'one that was taken is looked up as well');
select is(support.report(pg_temp.id(2), 'absent'), 'PENDING', 'it was never sent');
select is(pg_temp.it(2), 'PENDING attempts 1', 'so it may be');
select is(pg_temp.take(), 'nothing', 'but not while it is frozen');
-- One that had been sent.
select pg_temp.only(3);
select support.lapse(pg_temp.id(3));
select is(pg_temp.take(), 'look_up', 'one that was sent is looked up as ever');
select is(support.report(pg_temp.id(3), 'unknown', error => 'timeout', is_outage => true), 'SUBMITTED', 'and as long as nobody knows');
select is(pg_temp.it(3), 'SUBMITTED attempts 2 first timeout', 'it stays so');
-- One whose key is forgotten at Stripe since: looked up, and safe to send for it was asked.
select pg_temp.only(5);
select support.set_clock(interval '3 days');
select is(pg_temp.take(), 'look_up, look_up', 'days later a look-up comes first as well, beside the one that nobody knows of');
select is(support.report(pg_temp.id(5), 'absent'), 'PENDING', 'its key was never used');
select support.act_as_admin('select admin.thaw(''TRANSFERS'', ''looked up'')');
select is(pg_temp.take(), 'send', 'after the thaw it is sent');
select support.set_clock(interval '0');

-- A transfer that was ordered and sent after the backup's time: nobody here knows its order.
select pg_temp.only(6);
select is(pg_temp.alien(6, 'tr_alien'), 'transfer_unknown', 'Stripe tells of a transfer that nobody ordered');
select is((select string_agg(h.kind, ' ') from settlement.hold as h where h.settlement_id = pg_temp.id(6) and h.closed_at is null), 'REVIEW', 'ours for the same work is held');
select is(pg_temp.take(), 'nothing', 'and not taken');
select is((select count(*) from audit.finding as f where f.kind = 'transfer_unknown'), 1::bigint, 'it is a finding');
select is(pg_temp.alien(1, 'tr_alien_1'), 'transfer_unknown', 'one for work that is paid holds nothing');
select is((select count(*) from settlement.hold as h where h.settlement_id = pg_temp.id(1)), 0::bigint, 'for nothing waits');
-- Work that was not finished at the backup's time, and is now.
insert into work values (7, support.task_in('PROOF_SUBMITTED'));
insert into orders select 7, null;
select is(support.deliver(jsonb_build_object('id', 'evt_alien', 'object', 'event', 'livemode', false, 'type', 'transfer.created', 'data', jsonb_build_object('object',
    jsonb_build_object('id', 'tr_before', 'object', 'transfer', 'amount', 8500, 'currency', 'usd', 'transfer_group', support.escrow_of((select w.id from work as w where w.n = 7)),
        'metadata', jsonb_build_object('settlement_id', core.new_id()))))::text), 'transfer_unknown', 'a transfer for work that is not finished here');
select support.act('poster', format('select task.complete(%L)', (select w.id from work as w where w.n = 7)));
update orders set id = support.settlement_of((select w.id from work as w where w.n = 7)) where n = 7;
select is((select string_agg(h.kind, ' ') from settlement.hold as h where h.settlement_id = pg_temp.id(7)), 'REVIEW', 'its own, when it is ordered, is held from birth');
select is(pg_temp.take(), 'nothing', 'and not taken');
select is((select s.due_at from settlement.settlement as s where s.id = pg_temp.id(7)), 'infinity'::timestamptz, 'until a person has looked');

-- What is recorded of backups stays.
select isnt(audit.record_backup('20260101T000000Z', 5, now()), null, 'a backup is recorded');
select is(support.code('select audit.record_backup(''20260101T000000Z'', 5, now())'), 'HXA03', 'once');
select isnt(audit.record_restore('20260101T000000Z', true, null, now(), 12.5, 3, 40, 0, 0), null, 'a restore is');
select is(support.code('update audit.restore set violations = 0'), 'HXA11', 'a record of a restore is not changed');
select is(support.code('delete from audit.backup'), 'HXA11', 'nor that of a backup deleted');
select throws_ok($$set local role hx_web; select audit.after_restore()$$, '42501', null, 'the web may not');
reset role;
select is(has_function_privilege('hx_admin', 'audit.after_restore(timestamptz)', 'execute'), false, 'it is no procedure of the API');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
