-- decisions.md (Release and refund): a suspension acts on settlements: releases commit, transfers wait until it ends.
begin;
select plan(14);
select support.payout_account('worker');
create temporary table work (label text, id uuid);
create function pg_temp.state(state text) returns void language plpgsql as $f$
begin
    update account.user as u set state = $1, suspension_ends_at = case $1 when 'SUSPENDED' then core.now() + interval '1 day' end where u.email = 'worker@example.test';
end $f$;
create function pg_temp.it(label text) returns text language sql volatile as $f$
    select concat_ws(' ', t.state, s.state, case when s.due_at = 'infinity' then 'waits' end) from pg_temp.work as w join task.task as t on t.id = w.id
      join settlement.settlement as s on s.id = support.settlement_of(w.id) where w.label = $1
$f$;
insert into work values ('before', support.task_in('COMPLETED')), ('while', support.task_in('PROOF_SUBMITTED')), ('sent', support.task_in('COMPLETED'));
update settlement.settlement set due_at = 'infinity' where id = support.settlement_of((select w.id from work as w where w.label = 'before'));
select is(support.send(), 1::bigint, 'one is on its way');
update settlement.settlement set due_at = core.now() where id = support.settlement_of((select w.id from work as w where w.label = 'before'));
select pg_temp.state('SUSPENDED');
select is(support.send(), 0::bigint, 'a suspended worker''s transfer is not sent');
select is(pg_temp.it('before'), 'COMPLETED PENDING waits', 'it waits');
select support.act('poster', format('select task.complete(%L)', w.id)) from work as w where w.label = 'while';
select is(pg_temp.it('while'), 'COMPLETED PENDING waits', 'his work is completed as ever, and its transfer waits');
select is(support.report(support.settlement_of((select w.id from work as w where w.label = 'sent')), 'done', 'tr_1'), 'SETTLED', 'what was sent ends');
select is(settlement.process_due(), 0, 'no clock wakes it');
select is(support.deliver(support.account_event('worker', true, 1)), 'account_updated', 'nor does word of his account');
select is(pg_temp.it('before'), 'COMPLETED PENDING waits', 'it waits');
select pg_temp.state('BANNED');
select is(support.send(), 0::bigint, 'banned too');
select pg_temp.state('ACTIVE');
select is(pg_temp.it('before'), 'COMPLETED PENDING', 'free again, it is due');
select is(support.send(), 2::bigint, 'and they go out');
insert into work values ('after', support.task_in('COMPLETED'));
select is(pg_temp.it('after'), 'COMPLETED PENDING', 'as do others');
select support.act('worker', 'select account.pause()');
select is(support.send(), 1::bigint, 'who merely rests is paid');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
