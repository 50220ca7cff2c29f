-- LIF-05 LIF-07 LIF-08 ESC-12 PRF-05 XPB-01 TST-19: from post to XP, and the books are proved after it.
begin;
select plan(14);
create temporary table work as select support.task_in('REJECTED') as id;
select is((select t.state from task.task as t, work as w where t.id = w.id), 'ACCEPTED',
    'a rejected proof sends the task back to its worker');
select lives_ok($$select support.act('worker', format(
    'select task.submit_proof(%L, ''again'', support.photos())', (select id from work)))$$,
    'the worker submits again');
select is(support.act('poster', format('select effective_xp from task.complete(%L)',
    (select id from work))), '100', 'a hundred dollars are a hundred XP');
select is((select t.state from task.task as t, work as w where t.id = w.id), 'COMPLETED', 'task');
select is((select e.state from escrow.escrow as e, work as w where e.task_id = w.id), 'RELEASED',
    'escrow');
select is((select e.worker_cents from escrow.escrow as e, work as w where e.task_id = w.id),
    8500::bigint, 'the worker gets 85 %');
select is((select e.platform_cents from escrow.escrow as e, work as w where e.task_id = w.id),
    1500::bigint, 'the platform gets the rest');
select is((select a.balance_cents from ledger.account as a join account.user as u
    on u.id = a.owner_id where u.email = 'worker@example.test' and a.kind = 'payable'),
    8500::bigint, 'and it is owed to the worker');
select is((select a.reserved_cents from ledger.account as a join account.user as u
    on u.id = a.owner_id where u.email = 'worker@example.test' and a.kind = 'payable'),
    8500::bigint, 'and reserved for the transfer');
select results_eq($$select s.kind, s.state, s.amount_cents from settlement.settlement as s
    join escrow.escrow as e on e.id = s.escrow_id join work as w on w.id = e.task_id$$,
    $$values ('transfer', 'PENDING', 8500::bigint)$$, 'one order: the transfer');
select results_eq($$select p.total_xp, p.level from xp.progress as p join account.user as u
    on u.id = p.account_id where u.email = 'worker@example.test'$$,
    $$values (100::bigint, 2)$$, 'progress follows');
select is(support.act('poster', format('select effective_xp from task.complete(%L)',
    (select id from work))), '100', 'a repeat answers what was done');
select is((select count(*) from xp.entry as x join work as w on w.id = x.task_id), 1::bigint,
    'and awards nothing');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
