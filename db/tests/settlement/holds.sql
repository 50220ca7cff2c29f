-- STL-11 ADM-16 SEC-10: what keeps a transfer from being taken: its amount, a new destination, a warning of fraud, a person's
-- review; a timer or a second person lifts it, or refuses it.
begin;
select plan(56);
select support.payout_account(n) from unnest(array['worker', 'moved', 'risky', 'w2', 'w3']) as n;
create function pg_temp.transfer(worker text, price bigint) returns uuid language sql volatile as $f$
    select support.settlement_of(support.task_in('COMPLETED', 'poster', $1, $2))
$f$;
create function pg_temp.it(id uuid) returns text language sql stable as $f$
    select concat_ws(' ', s.state, case when s.due_at = 'infinity' then 'waits' when s.due_at > core.now() then (s.due_at - core.now())::text end,
        (select string_agg(h.kind || case when h.closed_at is not null then ' lifted' else '' end, ', ' order by h.kind) from settlement.hold as h where h.settlement_id = s.id))
      from settlement.settlement as s where s.id = $1
$f$;
-- Veterans post for more.
select support.person('poster');
update city.rule set new_poster_cap_cents = 1000000;
create temporary table orders as
select 'under' as label, pg_temp.transfer('worker', 235294) as id
union all select 'at', pg_temp.transfer('worker', 235295);
create function pg_temp.id(label text) returns uuid language sql stable as 'select o.id from pg_temp.orders as o where o.label = $1';
create function pg_temp.hold_of(label text) returns uuid language sql volatile as
    'select h.id from settlement.hold as h where h.settlement_id = pg_temp.id($1) order by h.id desc limit 1';

-- AMOUNT
select is((select string_agg(s.amount_cents::text, ' ' order by s.amount_cents) from settlement.settlement as s), '199999 200000', 'a cent below the city''s figure, and at it');
select is(pg_temp.it(pg_temp.id('under')), 'PENDING', 'below it goes out');
select is(pg_temp.it(pg_temp.id('at')), 'PENDING waits AMOUNT', 'from it on a person approves');
select is((select string_agg(j.amount_cents::text, ' ') from settlement.take('one') as j), '199999', 'nobody takes what is held');
select is(support.code(format('update settlement.settlement set state = ''LOCKED'', lease_owner = ''x'' where id = %L', pg_temp.id('at'))), 'HX202', 'not by hand either');
select is(support.act('worker', 'select string_agg(p.status, '' '' order by p.amount_cents) from account.get_payouts() as p'), 'ON_ITS_WAY HELD', 'the worker is told so');
select is(support.code_as('worker', format('select settlement.lift_hold(%L, ''mine'')', pg_temp.hold_of('at'))), 'HX503', 'which he does not lift');
insert into account.staff (account_id, role) values (support.person('worker'), 'hx_admin');
select is(support.code_as_admin(format('select settlement.lift_hold(%L, ''mine'')', pg_temp.hold_of('at')), 'worker'), 'HX503', 'as staff neither');
select is(support.code(format('update settlement.hold set closed_at = core.now(), closed_by = %L where id = %L', support.person('worker'), pg_temp.hold_of('at'))), 'HX503', 'nor by hand');
select is(support.code_as_admin(format('select settlement.lift_hold(%L, '' '')', pg_temp.hold_of('at'))), 'HXA01', 'a reason is due');
select is(support.code_as_admin(format('select settlement.lift_hold(%L, ''x'')', core.new_id())), 'HXA02', 'and a hold');
select is(support.act_as_admin(format('select state from settlement.lift_hold(%L, ''known to us'')', pg_temp.hold_of('at'))), 'PENDING', 'a colleague lifts it');
select is(pg_temp.it(pg_temp.id('at')), 'PENDING AMOUNT lifted', 'and it is due');
select is((select s.approved_by from settlement.settlement as s where s.id = pg_temp.id('at')), support.admin(), 'by his approval');
select is(support.act_as_admin(format('select state from settlement.lift_hold(%L, ''again'')', pg_temp.hold_of('at'))), 'PENDING', 'a repeat answers what is there');
select is((select string_agg(a.action || ' ' || a.reason, ', ') from admin.action as a), 'settlement.lift_hold known to us', 'one act is on record');
select is(support.send(), 1::bigint, 'it goes out');
select is(support.code(format('insert into settlement.hold (settlement_id, kind, reason) values (%L, ''RISK'', ''x'')', pg_temp.id('at'))), 'HXA03', 'too late to hold it');
select is(support.code_as_admin(format('select settlement.hold(%L, ''late'')', pg_temp.id('at'))), 'HXA03', 'for staff too');

-- NEW_DESTINATION
insert into orders values ('before', pg_temp.transfer('moved', 10000));
select support.deliver(support.account_event('moved', true, 1, 'fp_1'));
select is(pg_temp.it(pg_temp.id('before')), 'PENDING', 'the same destination told again is no change');
select support.deliver(support.account_event('moved', true, 2, 'fp_2'));
select is(pg_temp.it(pg_temp.id('before')), 'PENDING 1 day NEW_DESTINATION', 'another holds what was not sent');
insert into orders values ('new', pg_temp.transfer('moved', 10000));
select is(pg_temp.it(pg_temp.id('new')), 'PENDING 1 day NEW_DESTINATION', 'and what is ordered then');
select support.set_clock(interval '1 hour');
select support.deliver(support.account_event('moved', true, 3, 'fp_3'));
select is(pg_temp.it(pg_temp.id('new')), 'PENDING 1 day NEW_DESTINATION, NEW_DESTINATION', 'a second change anew');
select support.set_clock(interval '24 hours 59 minutes 59 seconds');
select is(support.send(), 0::bigint, 'a second before nobody takes them');
select is(support.code(format('update settlement.settlement set state = ''LOCKED'', lease_owner = ''x'' where id = %L', pg_temp.id('new'))), 'HX202', 'not by hand either');
select support.set_clock(interval '25 hours');
select is(support.send(), 2::bigint, 'to the second they go out');
insert into orders values ('later', pg_temp.transfer('moved', 10000));
select is(pg_temp.it(pg_temp.id('later')), 'PENDING', 'what is ordered from then on goes at once');
select support.set_clock(interval '0');

-- RISK
insert into orders values ('risky', pg_temp.transfer('risky', 10000));
create function pg_temp.warning(intent text) returns text language sql volatile as $f$
    select jsonb_build_object('id', 'evt_' || gen_random_uuid(), 'type', 'radar.early_fraud_warning.created', 'livemode', false,
        'data', jsonb_build_object('object', jsonb_build_object('id', 'issfr_' || coalesce($1, ''), 'object', 'radar.early_fraud_warning', 'payment_intent', $1)))::text
$f$;
select settlement.take('slow');
select is(support.deliver(pg_temp.warning((select s.charge from settlement.settlement as s where s.id = pg_temp.id('risky')))), 'fraud_warned', 'the card''s bank warns');
select is(pg_temp.it(pg_temp.id('risky')), 'PENDING waits RISK', 'what a worker has taken but not sent he loses');
select is((select count(*) from settlement.submit(array[pg_temp.id('risky')], array[1::bigint])), 0::bigint, 'he may not send it');
select is(support.deliver(pg_temp.warning((select s.charge from settlement.settlement as s where s.id = pg_temp.id('risky')))), 'same_fact', 'told again it is the same');
create temporary table warned as select support.task_in('PROOF_SUBMITTED', 'poster', 'w2') as id;
select support.deliver(pg_temp.warning('pi_' || support.escrow_of((select w.id from warned as w))));
select support.act('poster', format('select task.complete(%L)', (select w.id from warned as w)));
select is(pg_temp.it(support.settlement_of((select w.id from warned as w))), 'PENDING waits RISK', 'warned before, held at birth');
select is(support.deliver(pg_temp.warning(null)), 'payment_unknown', 'of no payment nothing is held');

-- REVIEW, and the second person
insert into orders values ('review', pg_temp.transfer('w3', 10000));
select is(support.act_as_admin(format('select state from settlement.hold(%L, ''odd'')', pg_temp.id('review')), 'first'), 'PENDING', 'staff holds one');
select is(pg_temp.it(pg_temp.id('review')), 'PENDING waits REVIEW', 'it waits');
select is(support.act_as_admin(format('select state from settlement.hold(%L, ''odd'')', pg_temp.id('review'))), 'PENDING', 'once');
select is(support.code_as_admin(format('select settlement.hold(%L, ''odd'')', core.new_id())), 'HXA02', 'nothing is not held');
select is(support.code_as_admin(format('select settlement.lift_hold(%L, ''well'')', pg_temp.hold_of('review')), 'first'), 'HX503', 'who laid it does not lift it');
select is(support.code(format('update settlement.hold set closed_at = core.now(), closed_by = opened_by where id = %L', pg_temp.hold_of('review'))), 'HX503', 'nor by hand');
select is(support.code(format('update settlement.hold set closed_at = core.now(), closed_by = %L where id = %L', support.admin('third'), pg_temp.hold_of('review'))), 'HX505', 'a colleague not without an act');
select is(support.code(format('insert into settlement.hold (settlement_id, kind, reason, opened_by) values (%L, ''RISK'', ''x'', %L)', pg_temp.id('review'), support.admin('third'))), 'HX505', 'nor does he lay one so');
select is(support.code(format('update settlement.hold set reason = ''else'' where id = %L', pg_temp.hold_of('review'))), 'HXA11', 'a hold is written once');
select is(support.code(format('update settlement.hold set lifts_at = core.now() where id = %L', pg_temp.hold_of('review'))), 'HXA11', 'with its timer');
select is(support.code(format('delete from settlement.hold where id = %L', pg_temp.hold_of('review'))), 'HXA11', 'and stays');
select is(support.code_as_admin(format('select settlement.refuse(%L, ''no'')', pg_temp.id('review')), 'first'), 'HX503', 'nor does he refuse it');
select is(support.code_as_admin(format('select settlement.refuse(%L, ''no'')', pg_temp.id('later'))), 'HXA03', 'what nothing holds is not refused');
select is(support.act_as_admin(format('select state from settlement.refuse(%L, ''It is a fraud'')', pg_temp.id('review'))), 'FAILED', 'a colleague refuses it');
select is((select a.balance_cents || ' ' || a.reserved_cents from ledger.account as a join account.user as u on u.id = a.owner_id
    where a.kind = 'payable' and u.email = 'w3@example.test'), '8500 0', 'it is owed as before');
select is(support.act_as_admin(format('select state from settlement.refuse(%L, ''again'')', pg_temp.id('review'))), 'FAILED', 'a repeat answers what is there');
select is(support.send(), 0::bigint, 'nothing of it goes out');
select is(support.act_as_admin(format('select state from settlement.retry(%L, ''It was none'')', pg_temp.id('review'))), 'PENDING', 'an admin orders it anew');
-- Taken, then held: it is lost to the worker
select settlement.take('slow');
select is(support.act_as_admin(format('select state from settlement.hold(%L, ''wait'')', s.id), 'first'), 'PENDING', 'what a worker has only taken can be held')
  from settlement.settlement as s where s.payee_id = support.person('w3') and s.state = 'LOCKED';
-- Closing whole, and nothing else that is no kind
select is(support.code(format('update settlement.hold set closed_at = core.now() where id = %L', (select h.id from settlement.hold as h where h.kind = 'RISK' limit 1))), 'HXA01', 'who lifts is named');
select is(support.code(format('insert into settlement.hold (settlement_id, kind, reason) select s.id, ''MOOD'', ''x'' from settlement.settlement as s where s.state = ''PENDING'' limit 1')), 'HXA01', 'no other kind');
select is(support.code('insert into settlement.hold (settlement_id, kind, reason) select h.settlement_id, h.kind, ''x'' from settlement.hold as h where h.kind = ''RISK'' and h.closed_at is null'), 'HXA03', 'one that waits for a person a kind');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
