-- ESC-01 ESC-09 ESC-17 LIF-24 TST-13 A27: kill test of INV-4. Amount, price and terms never change.
begin;
select plan(36);
create temporary table work as
select s.state, support.task_in(s.state) as task_id
  from (values ('UNFUNDED'), ('OPEN'), ('ACCEPTED'), ('COMPLETED'), ('CANCELLED')) as s (state);
create function pg_temp.set_escrow(state text, change text) returns text language sql as $f$
    select format('update escrow.escrow set %s where task_id = %L', $2, w.task_id)
      from work as w where w.state = $1
$f$;
create function pg_temp.set_task(state text, change text) returns text language sql as $f$
    select format('update task.task set %s where id = %L', $2, w.task_id)
      from work as w where w.state = $1
$f$;
select throws_ok(pg_temp.set_escrow('UNFUNDED', 'amount_cents = 500'), 'HX004', null, 'not the amount before funding');
select throws_ok(pg_temp.set_escrow('OPEN', 'amount_cents = amount_cents + 1'), 'HX004', null, 'nor after');
select throws_ok(pg_temp.set_escrow('OPEN', 'currency = ''EUR'''), 'HX004', null, 'nor the currency');
select throws_ok(pg_temp.set_escrow('OPEN', 'fee_bps = 1'), 'HX004', null, 'nor the fee');
select throws_ok(pg_temp.set_escrow('OPEN', 'cancellation_bps = 0'), 'HX004', null, 'nor the cancellation terms');
select throws_ok(pg_temp.set_escrow('OPEN', 'cancellation_cap_cents = 0'), 'HX004', null, 'nor their cap');
select throws_ok(pg_temp.set_escrow('OPEN', 'cancellation_free = interval ''1 day'''), 'HX004', null, 'nor their free time');
select throws_ok(pg_temp.set_escrow('OPEN', 'funded_at = core.now() - interval ''1 year'''), 'HX004', null, 'nor when it was funded');
select throws_ok(pg_temp.set_escrow('OPEN', 'funding_journal_id = null, funded_at = null'), 'HX004', null, 'nor that it was');
select throws_ok(pg_temp.set_escrow('COMPLETED', 'worker_cents = 10000, platform_cents = 0'), 'HX002', null, 'an ended escrow is frozen whole');
select throws_ok(pg_temp.set_escrow('CANCELLED', 'refund_cents = 0'), 'HX002', null, 'a refunded one too');
select throws_ok(pg_temp.set_task('OPEN', 'price_cents = 500'), 'HX004', null, 'nor the price');
select throws_ok(pg_temp.set_task('OPEN', 'risk_level = ''high'''), 'HX004', null, 'nor the risk');
select throws_ok(pg_temp.set_task('OPEN', 'required_tier = 4'), 'HX004', null, 'nor the tier asked for');
select throws_ok(pg_temp.set_task('OPEN', 'required_trade = ''plumber'''), 'HX004', null, 'nor the trade');
select throws_ok(pg_temp.set_task('OPEN', 'review_period = interval ''1 year'''), 'HX004', null, 'nor the time for review');
select throws_ok(pg_temp.set_task('OPEN', 'live_multiplier = 5'), 'HX004', null, 'nor the multiplier');
select throws_ok(pg_temp.set_task('OPEN', 'poster_id = (select u.id from account.user as u
    where u.email = ''worker@example.test'')'), 'HX004', null, 'nor who pays');
select throws_ok(pg_temp.set_task('ACCEPTED', 'title = ''else'''), 'HX004', null, 'nor the title of taken work');
select throws_ok(pg_temp.set_task('ACCEPTED', 'description = ''else'''), 'HX004', null, 'nor what it is');
select throws_ok(pg_temp.set_task('ACCEPTED', 'requirements = ''else'''), 'HX004', null, 'nor what it needs');
select throws_ok(pg_temp.set_task('ACCEPTED', 'proof_instructions = ''else'''), 'HX004', null, 'nor how it is proved');
select throws_ok(pg_temp.set_task('ACCEPTED', 'deadline_at = deadline_at - interval ''1 minute'''), 'HX004', null, 'nor is it due earlier');
select lives_ok(pg_temp.set_task('ACCEPTED', 'deadline_at = deadline_at + interval ''1 day'''), 'a lifted hold moves it later');
select throws_ok(pg_temp.set_task('ACCEPTED', 'accepted_at = accepted_at - interval ''1 hour'''), 'HX004', null, 'nor when it was taken');
select lives_ok(pg_temp.set_task('OPEN', 'title = ''else'''), 'open work may still be said better');
create function pg_temp.born(changes jsonb) returns text language sql as $f$
    select support.code(format('insert into task.task select (jsonb_populate_record(null::task.task, %L)).*',
        to_jsonb(t) || jsonb_build_object('id', core.new_id()) || $1), 'none')
      from task.task as t join work as w on w.task_id = t.id where w.state = 'OPEN'
$f$;
select is(pg_temp.born('{}'), 'done', 'a task is born by raw SQL too');
select is(pg_temp.born('{"mode": "LIVE", "live_multiplier": 5}'), 'HXA01', 'not LIVE');
select is(pg_temp.born('{"live_multiplier": 5}'), 'HXA01', 'nor with its multiplier');
select is(pg_temp.born(jsonb_build_object('deadline_at', core.now() - interval '1 day')), 'HXA01', 'nor due in the past');
select is(pg_temp.born(jsonb_build_object('deadline_at', core.now() + interval '31 days')), 'HXA01', 'nor too late');
select throws_ok(pg_temp.set_task('COMPLETED', 'title = ''else'''), 'HX001', null, 'an ended task is frozen whole');
select lives_ok(pg_temp.set_task('COMPLETED', 'updated_at = core.now()'), 'but for updated_at');
select is(support.code(format($$insert into escrow.escrow (task_id, amount_cents, currency, fee_bps,
    cancellation_bps, cancellation_cap_cents, cancellation_free)
    select w.task_id, 501, 'USD', 1500, 1000, 2000, interval '0' from work as w
     where w.state = 'OPEN'$$), 'none'), 'HX003', 'an escrow is born with its task''s price');
select is(support.code(format($$insert into escrow.escrow (task_id, amount_cents, currency, fee_bps,
    cancellation_bps, cancellation_cap_cents, cancellation_free)
    select w.task_id, 10000, 'USD', 1500, 1000, 2000, interval '0' from work as w
     where w.state = 'OPEN'$$), 'none'), 'HXA03', 'and only once');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
