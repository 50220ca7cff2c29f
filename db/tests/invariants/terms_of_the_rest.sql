-- ESC-17 PRF-19 LIF-05 P31: what is neither task nor escrow is kept as it was made too.
begin;
select plan(11);
create temporary table work as
select support.task_in('ACCEPTED') as id, support.task_in('PROOF_SUBMITTED') as proved_id,
       support.task('poster') as unpaid_id, support.task_in('COMPLETED') as done_id;
select support.act('poster', format('select escrow.create_intent(%L)', (select unpaid_id from work)));
select is(support.code('update proof.proof set attempt = 3 where state = ''SUBMITTED'''), 'HXA11', 'a proof keeps its number');
select is(support.code('update proof.proof set description = ''else'' where state = ''SUBMITTED'''), 'HXA11', 'its words');
select is(support.code('update proof.proof set submitted_at = now() + interval ''1 day'' where state = ''SUBMITTED'''), 'HXA11', 'and its time');
select is(support.code('update stripe.intent set amount_cents = 500 where state = ''PREPARING'''), 'HXA11', 'an intent keeps its amount');
select is(support.code('update stripe.intent set provider_intent_id = ''pi_a'' where state = ''PREPARING''; update stripe.intent set provider_intent_id = ''pi_b'' where state = ''PREPARING'''), 'HXA11', 'and its id at Stripe');
select is(support.code(format('update escrow.escrow set release_cents = 1, refund_cents = 1, worker_cents = 1, platform_cents = 0 where task_id = %L', (select id from work))), 'HXA01', 'an open escrow has no parts');
select is(support.code(format('insert into task.assignment (task_id, worker_id, accepted_at) select %L, u.id, now() from account.user as u where u.email = ''hustler@example.org''', (select done_id from work))), 'HXA03', 'ended work is not assigned');
select is(support.code(format('insert into task.assignment (task_id, worker_id, accepted_at) select t.id, t.poster_id, now() from task.task as t where t.id = %L', (select unpaid_id from work))), 'HXA03', 'nor work to its poster');
update settlement.settlement set provider_reference = 'tr_1';
select is(support.code('update settlement.settlement set provider_reference = ''tr_2'''), 'HXA11', 'a transfer keeps its id at Stripe');
select is((select v.violations from audit.prove() as v where v.invariant = 'workers_are_assigned'), 0::bigint, 'assignments agree');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
