-- DIS-02 DIS-03 DIS-04 DIS-05 DIS-09 DIS-10 TST-20 ESC-23 LIF-18 D15 D16 D17 D21 P20 X1: an admin decides, once; proof, task,
-- money and XP follow in one transaction.
begin;
select plan(64);
select support.admin();
select support.admin('other_admin');
create temporary table work as
select n.label, support.task_in('DISPUTED', 'poster', n.label, n.cents) as id
  from (values ('wins', 10000), ('loses', 10000), ('seventy', 9999), ('thirty', 2500), ('fifty', 1001), ('one', 500), ('most', 500), ('held', 10000), ('steps', 10000), ('hand', 10000)) as n (label, cents);
insert into work values ('waiting', support.task_in('PROOF_SUBMITTED', 'poster', 'waiting'));
select support.act('waiting', format('select dispute.create(%L, ''OTHER'', ''answer me'')', w.id)) from work as w where w.label = 'waiting';
insert into work values ('bare', support.task_in('ACCEPTED', 'poster', 'bare'));
insert into work values ('asked', support.task_in('DISPUTED', 'poster', 'asked', 10000, false));
select support.set_clock(interval '3 days 1 second');
select support.act('poster', format('select dispute.create(%L, ''WORK_NOT_DONE'', ''never came'')', w.id)) from work as w where w.label = 'bare';
select support.set_clock(interval '0');
create function pg_temp.dispute(label text) returns uuid language sql stable as $f$
    select d.id from work as w join dispute.dispute as d on d.task_id = w.id where w.label = $1
$f$;
create function pg_temp.resolve(label text, outcome text, percent integer default null) returns text language sql stable as $f$
    select format('select concat_ws('' '', state, task_state, escrow_state) from dispute.resolve(%L, %L, ''looked at it'', %L)', pg_temp.dispute($1), $2, $3)
$f$;
create function pg_temp.parts(label text) returns text language sql stable as $f$
    select concat_ws(' ', e.release_cents, e.worker_cents, e.platform_cents, e.refund_cents, (select p.state from proof.proof as p where p.task_id = w.id order by p.attempt desc limit 1),
        a.ending, x.effective_xp)
      from work as w join escrow.escrow as e on e.task_id = w.id join task.assignment as a on a.task_id = w.id
      left join xp.entry as x on x.escrow_id = e.id where w.label = $1
$f$;
-- Who may.
select throws_ok(format('set role hx_member; select dispute.resolve(%L, ''CLIENT_WINS'', ''x'')', pg_temp.dispute('wins')), '42501', null, 'no member resolves');
set role none;
select is(support.code_as_admin(pg_temp.resolve('wins', 'MAYBE')), 'HXA01', 'three outcomes');
select is(support.code_as_admin(pg_temp.resolve('wins', 'SPLIT')), 'HXA01', 'a split has a percentage');
select is(support.code_as_admin(pg_temp.resolve('wins', 'SPLIT', 0)), 'HXA01', 'from 1');
select is(support.code_as_admin(pg_temp.resolve('wins', 'SPLIT', 100)), 'HXA01', 'to 99');
select is(support.code_as_admin(pg_temp.resolve('wins', 'CLIENT_WINS', 50)), 'HXA01', 'nothing else has one');
select is(support.code_as_admin(format('select dispute.resolve(%L, null, ''x'')', pg_temp.dispute('wins'))), 'HXA01', 'an outcome is required');
select is(support.code_as_admin(format('select dispute.resolve(%L, ''CLIENT_WINS'', null)', pg_temp.dispute('wins'))), 'HXA01', 'and notes');
select is(support.code_as_admin(format('select dispute.resolve(%L, ''CLIENT_WINS'', '' '')', pg_temp.dispute('wins'))), 'HXA01', 'that say something');
select is(support.code_as_admin('select dispute.resolve(gen_random_uuid(), ''CLIENT_WINS'', ''x'')'), 'HXA02', 'none is none');
-- The ends.
select is(support.act_as_admin(pg_temp.resolve('wins', 'HUSTLER_WINS')), 'RESOLVED COMPLETED RELEASED', 'the worker wins');
select is(pg_temp.parts('wins'), '10000 8500 1500 0 ACCEPTED completed 100', 'his rejected proof is accepted, he is paid and earns XP');
select is(support.act_as_admin(pg_temp.resolve('loses', 'CLIENT_WINS')), 'RESOLVED CANCELLED REFUNDED', 'the poster wins');
select is(pg_temp.parts('loses'), '0 0 0 10000 REJECTED lost', 'he is refunded whole; no XP');
select is(support.act_as_admin(pg_temp.resolve('waiting', 'CLIENT_WINS')), 'RESOLVED CANCELLED REFUNDED', 'against a proof that waits');
select is(pg_temp.parts('waiting'), '0 0 0 10000 REJECTED lost', 'it is rejected');
select is(support.act_as_admin(pg_temp.resolve('seventy', 'SPLIT', 70)), 'RESOLVED COMPLETED REFUND_PARTIAL', 'split at 70');
select is(pg_temp.parts('seventy'), '6999 5949 1050 3000 ACCEPTED completed 69', 'the parts are the whole; XP of what was released');
select is(support.act_as_admin(pg_temp.resolve('thirty', 'SPLIT', 30)), 'RESOLVED CANCELLED REFUND_PARTIAL', 'split at 30');
select is(pg_temp.parts('thirty'), '750 637 113 1750 REJECTED lost', 'the worker is paid his part and earns no XP');
select is(support.act_as_admin(pg_temp.resolve('fifty', 'SPLIT', 50)), 'RESOLVED COMPLETED REFUND_PARTIAL', 'split at 50 completes');
select is(pg_temp.parts('fifty'), '500 425 75 501 ACCEPTED completed 5', 'to the cent');
select is(support.act_as_admin(pg_temp.resolve('one', 'SPLIT', 1)), 'RESOLVED CANCELLED REFUND_PARTIAL', 'split at 1 of the smallest price');
select is(pg_temp.parts('one'), '5 4 1 495 REJECTED lost', 'five cents');
select is(support.act_as_admin(pg_temp.resolve('most', 'SPLIT', 99)), 'RESOLVED COMPLETED REFUND_PARTIAL', 'and at 99');
select is(pg_temp.parts('most'), '495 420 75 5 ACCEPTED completed 4', 'to the cent');
select is(support.code_as_admin(pg_temp.resolve('bare', 'HUSTLER_WINS')), 'HX301', 'nobody wins without the proof that is required');
select is(support.code_as_admin(pg_temp.resolve('bare', 'SPLIT', 50)), 'HX301', 'nor half');
select is(support.act_as_admin(pg_temp.resolve('bare', 'SPLIT', 49)), 'RESOLVED CANCELLED REFUND_PARTIAL', 'but less');
select is(support.act_as_admin(pg_temp.resolve('asked', 'HUSTLER_WINS')), 'RESOLVED COMPLETED RELEASED', 'where none is required he wins without');
-- Once.
select is(support.act_as_admin(pg_temp.resolve('wins', 'HUSTLER_WINS')), 'RESOLVED COMPLETED RELEASED', 'a repeat answers what is there');
select is(support.code_as_admin(pg_temp.resolve('wins', 'CLIENT_WINS')), 'HXA03', 'another outcome does not come');
select is(support.code_as_admin(pg_temp.resolve('seventy', 'SPLIT', 71), 'other_admin'), 'HXA03', 'nor another percentage, from anybody');
select is(support.code_as_admin(format('select dispute.escalate(%L, ''again'')', pg_temp.dispute('wins'))), 'HXA03', 'nothing opens it again');
select is(support.code_as_admin(format('select dispute.start_review(%L, ''again'')', pg_temp.dispute('wins'))), 'HXA03', 'nor a review');
select is((select count(*) from settlement.settlement as s where s.escrow_id = support.escrow_of((select w.id from work as w where w.label = 'seventy'))), 2::bigint, 'two movements of a split');
-- The record.
select results_eq($$select a.actor_id = (select u.id from account.user as u where u.email = 'admin@example.test'), a.role, a.reason::text, a.details ->> 'outcome', a.details ->> 'worker_percent' from admin.action as a
    where a.subject_id = pg_temp.dispute('seventy')$$, $$values (true, 'hx_admin', 'looked at it', 'SPLIT', '70')$$, 'who, why and what stand on the record');
select is((select v.reason from core.event as v join work as w on w.id = v.aggregate_id where w.label = 'loses' and v.to_state = 'CANCELLED'), 'looked at it', 'the reason stands on the task''s event');
select is(support.code(format('update dispute.dispute set state = ''RESOLVED'', outcome = ''CLIENT_WINS'', notes = ''x'', resolved_at = core.now(), due_at = null, resolved_by = %L where id = %L;
    update task.assignment set ended_at = core.now(), ending = ''lost'' where task_id = %L; update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = %3$L',
    support.admin(), pg_temp.dispute('hand'), (select w.id from work as w where w.label = 'hand'))), 'HX505', 'no resolution by hand without an act');
select is(support.code(format('update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = %L', (select w.id from work as w where w.label = 'hand'))), 'HXA03', 'no end without a resolution');
select is(support.code(format('update task.task set state = ''COMPLETED'', completed_at = core.now() where id = %L', (select w.id from work as w where w.label = 'hand'))), 'HX301', 'nor by completion');
select is(support.code(format('update escrow.escrow set state = ''FUNDED'' where id = %L', support.escrow_of((select w.id from work as w where w.label = 'hand')))), 'HX007', 'nor is the money unlocked');
select is(support.code(format('insert into admin.action (actor_id, role, action, subject, subject_id, reason, amount_cents, currency) values (%L, ''hx_admin'', ''dispute.resolve'', ''dispute'', %L, ''x'', 10000, ''USD'');
    update dispute.dispute set state = ''RESOLVED'', outcome = ''CLIENT_WINS'', notes = ''x'', resolved_at = core.now(), due_at = null, resolved_by = %1$L where id = %2$L',
    support.admin(), pg_temp.dispute('hand'))), 'HX007', 'a decision leaves no task disputed and no money locked');
select is(support.code(format('update task.task set state = ''DISPUTED'' where id = %L', support.task_in('REJECTED', 'poster', 'raw'))), 'HX007', 'nor a task disputed without a dispute');
select is(support.code(format('update dispute.dispute set worker_id = %L where id = %L', support.person('stranger'), pg_temp.dispute('hand'))), 'HXA11', 'its parties stay');
select is(support.code(format('update dispute.dispute set resolved_by = %L, state = ''RESOLVED'', outcome = ''CLIENT_WINS'', notes = ''x'', resolved_at = core.now(), due_at = null where id = %L', support.person('hand'), pg_temp.dispute('hand'))), 'HX503', 'no party resolves');
-- Nobody acts on oneself.
insert into account.staff (account_id, role) select t.poster_id, 'hx_admin' from work as w join task.task as t on t.id = w.id where w.label = 'hand';
select support.be('poster');
select is(support.code(pg_temp.resolve('hand', 'CLIENT_WINS'), 'hx_admin'), 'HX503', 'an admin who is a party does not decide');
select is(support.code(format('select dispute.escalate(%L, ''mine'')', pg_temp.dispute('hand')), 'hx_admin'), 'HX503', 'nor escalate');
select support.person('nobody_special');
select is(support.code(pg_temp.resolve('hand', 'CLIENT_WINS'), 'hx_admin'), 'HX503', 'nor who is no staff, whatever his database role');
-- The steps.
select is(support.act_as_admin(format('select concat_ws('' '', state, evidence_from, due_at = now() + interval ''72 hours'') from dispute.request_evidence(%L, ''worker'', ''which leg?'')', pg_temp.dispute('steps'))), 'EVIDENCE_REQUESTED worker t', 'evidence is asked for, 72 hours long');
select is(support.code_as_admin(format('select dispute.request_evidence(%L, null, ''x'')', pg_temp.dispute('steps'))), 'HXA01', 'from somebody');
select is(support.code_as_admin(format('select dispute.request_evidence(%L, ''both'', '' '')', pg_temp.dispute('hand'))), 'HXA01', 'for a reason');
select is(support.act('steps', format('select cardinality(evidence) from dispute.add_evidence(%L, ''MESSAGE'', ''the left one'')', pg_temp.dispute('steps'))), '1', 'the worker answers');
select is(support.code_as('steps', format('select dispute.add_evidence(%L, ''PHOTO'', ''see'')', pg_temp.dispute('steps'))), 'HXA01', 'a photo is a file');
select is(support.act('poster', format('select cardinality(evidence) from dispute.add_evidence(%L, ''PHOTO'', ''see'', ''d/1.jpg'', repeat(''a'', 64))', pg_temp.dispute('steps'))), '2', 'the poster too');
select is(support.act_as_admin(format('select concat_ws('' '', state, due_at = now() + interval ''48 hours'') from dispute.start_review(%L, ''enough'')', pg_temp.dispute('steps'))), 'UNDER_REVIEW t', 'the review begins');
select is(support.act_as_admin(format('select concat_ws('' '', state, due_at) from dispute.escalate(%L, ''hard'')', pg_temp.dispute('steps'))), 'ESCALATED', 'and is escalated');
select is(support.code('update dispute.evidence set description = ''else'''), 'HXA11', 'evidence stays');
select is(support.code_as('wins', format('select dispute.add_evidence(%L, ''MESSAGE'', ''late'')', pg_temp.dispute('wins'))), 'HXA03', 'none comes after the decision');
-- Held meanwhile.
select support.act_as_admin(format('select escrow.hold(%L, ''SAFETY'', ''threats'')', support.escrow_of((select w.id from work as w where w.label = 'held'))));
select is(support.code_as_admin(pg_temp.resolve('held', 'HUSTLER_WINS')), 'HX202', 'nothing is decided while the payment is held');
select is(support.code_as_admin(format('select dispute.escalate(%L, ''up'')', pg_temp.dispute('held'))), 'done', 'though it may be escalated');
select support.act_as_admin(format('select escrow.lift_hold(%L, ''settled'')', (select h.id from escrow.hold as h)));
select is((select e.state from escrow.escrow as e join work as w on w.id = e.task_id where w.label = 'held'), 'LOCKED_DISPUTE', 'a lifted hold leaves the dispute''s lock');
select is(support.act_as_admin(pg_temp.resolve('held', 'HUSTLER_WINS')), 'RESOLVED COMPLETED RELEASED', 'and then it is decided');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
