-- STL-16 QUE-12 S-Q6 D20: an admin has what FAILED, is exhausted or came back tried again, once; and takes a settled transfer back,
-- wholly or in parts, of no more than went.
begin;
select plan(46);
select support.payout_account('worker');
create temporary table work as select l as label, support.task_in(case when l like 'refund%' then 'CANCELLED' else 'COMPLETED' end) as id
  from unnest(array['failed', 'exhausted', 'back', 'parts', 'refund', 'refund_stopped']) as l;
create function pg_temp.task(label text) returns uuid language sql stable as 'select w.id from pg_temp.work as w where w.label = $1';
create function pg_temp.id(label text) returns uuid language sql volatile as $f$
    select support.settlement_of(pg_temp.task($1), case when $1 like 'refund%' then 'refund' else 'transfer' end)
$f$;
create function pg_temp.all_of(label text) returns text language sql stable as $f$
    select string_agg(concat_ws(' ', s.kind, s.amount_cents, s.state, s.last_error), ', ' order by s.id) from settlement.settlement as s
     where s.escrow_id = support.escrow_of(pg_temp.task($1))
$f$;
create function pg_temp.retry(id uuid, field text default 'state') returns text language sql as $f$
    select support.act_as_admin(format('select %s from settlement.retry(%L, ''once more'')', $2, $1))
$f$;
create function pg_temp.refused(id uuid, call text default 'select settlement.retry(%L, ''once more'')') returns text language sql as $f$
    select support.code_as_admin(format($2, $1))
$f$;
create function pg_temp.payable() returns text language sql stable as $f$
    select a.balance_cents || ' ' || a.reserved_cents from ledger.account as a join account.user as u on u.id = a.owner_id
     where a.kind = 'payable' and u.email = 'worker@example.test'
$f$;
-- What goes its way
select is(pg_temp.refused(pg_temp.id('failed')), 'HXA03', 'there is nothing to retry of what is due');
select is(pg_temp.refused(core.new_id()), 'HXA02', 'nor of nothing');
select support.send();
select is(pg_temp.refused(pg_temp.id('failed')), 'HXA03', 'nor of what is in doubt and not exhausted');
-- FAILED
select support.report(pg_temp.id('failed'), 'refused', error => 'balance_insufficient');
create temporary table first_one as select pg_temp.id('failed') as id;
select is(pg_temp.refused(f.id, 'select settlement.retry(%L, '' '')'), 'HXA01', 'a reason is due') from first_one as f;
insert into account.staff (account_id, role) values (support.person('worker'), 'hx_admin');
select is(support.code_as_admin(format('select settlement.retry(%L, ''mine'')', f.id), 'worker'), 'HX503', 'nobody retries what pays him') from first_one as f;
select is(pg_temp.retry(f.id, 'concat_ws('' '', state, amount_cents, replaces_id = ''' || f.id || ''')'), 'PENDING 8500 t', 'FAILED: another in its place') from first_one as f;
select is(pg_temp.all_of('failed'), 'transfer 8500 FAILED balance_insufficient, transfer 8500 PENDING', 'with its own key');
select is(pg_temp.retry(f.id, 'id'), pg_temp.id('failed')::text, 'a repeat answers that one') from first_one as f;
select is((select d.closing from core.dead_letter as d where d.order_id = f.id), 'replaced', 'the dead letter is closed') from first_one as f;
select support.send();
select support.report(pg_temp.id('failed'), 'refused', error => 'balance_insufficient');
select is(pg_temp.retry(f.id), 'PENDING', 'and again, by whichever of them') from first_one as f;
select support.send(); select support.report(pg_temp.id('failed'), 'done', 'tr_1');
select is(pg_temp.retry(f.id), 'SETTLED', 'settled, a repeat answers it') from first_one as f;
select is((select count(*) from admin.action as a where a.action = 'settlement.retry'), 2::bigint, 'each act is on record, repeats are none');
-- Exhausted
update settlement.settlement set attempts = 5 where id = pg_temp.id('exhausted');
select support.report(pg_temp.id('exhausted'), 'unknown', error => 'timeout');
select is(pg_temp.retry(pg_temp.id('exhausted'), 'concat_ws('' '', state, attempts, exhausted_at)'), 'SUBMITTED 0', 'exhausted: it goes on');
select is((select j.action from settlement.take('one') as j where j.settlement_id = pg_temp.id('exhausted')), 'look_up', 'by a look-up');
select is((select d.closing from core.dead_letter as d where d.order_id = pg_temp.id('exhausted')), 'tried again', 'its dead letter is closed');
select is(support.report(pg_temp.id('exhausted'), 'done', 'tr_2'), 'SETTLED', 'found');
-- Reverse
select support.report(pg_temp.id('parts'), 'done', 'tr_3');
create function pg_temp.reverse(label text, cents bigint) returns text language sql as $f$
    select support.act_as_admin(format('select concat_ws('' '', kind, state, amount_cents) from settlement.reverse(%L, %s, ''not done'')', pg_temp.id($1), $2))
$f$;
select is(pg_temp.refused(pg_temp.id('back'), 'select settlement.reverse(%L, 1, ''x'')'), 'HXA03', 'what is not settled is not reversed');
select is(pg_temp.refused(pg_temp.id('refund'), 'select settlement.reverse(%L, 1, ''x'')'), 'HXA03', 'nor is a refund');
select is(pg_temp.refused(pg_temp.id('parts'), 'select settlement.reverse(%L, 8501, ''x'')'), 'HXA18', 'nor more than went');
select is(pg_temp.refused(pg_temp.id('parts'), 'select settlement.reverse(%L, 0, ''x'')'), 'HXA01', 'nor nothing');
select is(pg_temp.refused(core.new_id(), 'select settlement.reverse(%L, 1, ''x'')'), 'HXA02', 'of nothing');
select is(support.code_as_admin(format('select settlement.reverse(%L, 1, ''mine'')', pg_temp.id('parts')), 'worker'), 'HX503', 'nobody reverses what paid him');
select is(pg_temp.reverse('parts', 3000), 'reversal PENDING 3000', 'a part is taken back');
select is(pg_temp.reverse('parts', 3000), 'reversal PENDING 3000', 'a repeat answers that one');
select is(pg_temp.payable(), '8500 8500', 'nothing is owed before it came back');
select results_eq($$select j.action, j.kind, j.amount_cents, j.reversed_reference, j.reversed_kind, j.destination from settlement.take('one') as j$$,
    $$values ('send', 'reversal', 3000::bigint, 'tr_3', 'transfer', null::text)$$, 'a worker is told of what');
create function pg_temp.reversal() returns uuid language sql volatile as $f$ select support.settlement_of(pg_temp.task('parts'), 'reversal') $f$;
select settlement.submit(array[pg_temp.reversal()], array[1::bigint]);
select is(support.report(pg_temp.reversal(), 'done', 'trr_1'), 'SETTLED', 'it came back');
select is(pg_temp.payable(), '11500 8500', 'and is owed again');
select is(pg_temp.refused(pg_temp.id('parts'), 'select settlement.reverse(%L, 5501, ''x'')'), 'HXA18', 'of the rest no more than is left');
select is(pg_temp.reverse('parts', 5500), 'reversal PENDING 5500', 'the rest');
select support.send(); select support.report(pg_temp.reversal(), 'refused', error => 'balance_insufficient');
select is(pg_temp.payable(), '11500 8500', 'refused, nothing came back');
select is(pg_temp.retry(pg_temp.reversal()), 'PENDING', 'an admin has that tried again too');
select support.send(); select support.report(pg_temp.reversal(), 'done', 'trr_2');
select is(pg_temp.all_of('parts'), 'transfer 8500 SETTLED, reversal 3000 SETTLED, reversal 5500 FAILED balance_insufficient, reversal 5500 SETTLED', 'all came back');
select is(pg_temp.refused(pg_temp.id('parts'), 'select settlement.reverse(%L, 1, ''x'')'), 'HXA18', 'and nothing is left');
-- Paid again, by a person's word alone
select is(support.send(), 0::bigint, 'nothing pays it by itself');
select is(pg_temp.retry(r.id), 'PENDING', 'an admin has each part paid again') from settlement.settlement as r where r.kind = 'reversal' and r.state = 'SETTLED' order by r.id;
select is(pg_temp.payable(), '17000 17000', 'reserved anew');
select is(support.broken(), '', 'audit.prove() is clean');
-- Refunds
select support.report(pg_temp.id('refund'), 'refused', error => 'expired_or_canceled_card');
select support.report(pg_temp.id('refund_stopped'), 'refused', error => 'charge_disputed');
select is(pg_temp.retry(pg_temp.id('refund')), 'PENDING', 'a refused refund is ordered anew');
select is(pg_temp.all_of('refund_stopped'), 'refund 10000 FAILED stopped', 'one that Stripe refused for a dispute is stopped');
select is((select d.error from core.dead_letter as d where d.order_id = pg_temp.id('refund_stopped')), 'stopped', 'for a person, while we know of no chargeback');
select support.charge_back(pg_temp.task('refund_stopped'), '{created,funds_withdrawn}');
select is(pg_temp.refused(pg_temp.id('refund_stopped')), 'HX202', 'while a chargeback is open nothing is refunded');
select support.charge_back(pg_temp.task('refund_stopped'), '{lost}', 4000, 'du_other');
select is(pg_temp.refused(pg_temp.id('refund_stopped')), 'HX202', 'while any is');
select support.charge_back(pg_temp.task('refund_stopped'), '{funds_reinstated,won}');
select is(pg_temp.all_of('refund_stopped'), 'refund 10000 FAILED stopped, refund 6000 PENDING', 'won, what is still due goes out by itself');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
