-- P28 ESC-06: while a payment is held nothing is decided, by whatever hand; a proof may be handed in, a dispute opened.
begin;
select plan(19);
select support.admin();
create temporary table work as
select s.state, support.task_in(s.state, 'poster', lower(s.state)) as id
  from (values ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('REJECTED'), ('DISPUTED'), ('COMPLETED')) as s (state);
select support.person('comer');
select support.act_as_admin(format('select escrow.hold(%L, ''FRAUD'', ''odd'')', support.escrow_of(w.id))) from work as w where w.state <> 'COMPLETED';
create function pg_temp.on(state text, call text) returns text language sql stable as $f$
    select format($2, w.id, support.escrow_of(w.id), support.proof_of(w.id), (select d.id from dispute.dispute as d where d.task_id = w.id)) from work as w where w.state = $1
$f$;
select is(support.code_as('comer', pg_temp.on('OPEN', 'select task.accept(%L)')), 'HX202', 'nobody takes it');
select is(support.code_as('poster', pg_temp.on('OPEN', 'select task.cancel(%L)')), 'HX202', 'or cancels');
select is(support.code(pg_temp.on('ACCEPTED', support.move('task', (select w.id from work as w where w.state = 'ACCEPTED'), 'OPEN'))), 'HX202', 'or opens it again');
select is(support.code(pg_temp.on('PROOF_SUBMITTED', 'update proof.proof set state = ''ACCEPTED'', reviewed_at = core.now() where id = %3$L')), 'HX202', 'or accepts');
select is(support.code(pg_temp.on('PROOF_SUBMITTED', 'update proof.proof set state = ''REJECTED'', reviewed_at = core.now(), rejection_reason = ''x'', reviewer_id = (select t.poster_id from task.task as t where t.id = %1$L) where id = %3$L')), 'HX202', 'or rejects');
select is(support.code(pg_temp.on('PROOF_SUBMITTED', 'update task.task set state = ''ACCEPTED'' where id = %1$L')), 'HX202', 'or sends it back');
select is(support.code(support.move('dispute', (select d.id from dispute.dispute as d), 'RESOLVED')), 'HX202', 'or resolves');
select is(support.code(pg_temp.on('OPEN', 'update task.task set state = ''EXPIRED'', expired_at = core.now() where id = %1$L')), 'HX202', 'or lets it expire');
select is(support.code(pg_temp.on('OPEN', 'update escrow.escrow set state = ''FUNDED'' where id = %2$L')), 'HX202', 'the mark and the lock go together');
select is(support.code(pg_temp.on('COMPLETED', 'insert into escrow.hold (escrow_id, kind, reason, provider_dispute_id) values (%2$L, ''CHARGEBACK'', ''x'', ''du_x'')')), 'HXA03', 'what has ended is not held');
select is(support.code(format('insert into escrow.hold (escrow_id, kind, reason, provider_dispute_id) values (%L, ''CHARGEBACK'', ''x'', ''du_y'')', support.escrow_of(support.task_in('OPEN', 'poster')))), 'HX007', 'a hold locks');
select is(support.code(format('insert into escrow.hold (escrow_id, kind, reason) values (%L, ''CHARGEBACK'', ''x'')', support.escrow_of(support.task_in('OPEN', 'poster')))), 'HXA01', 'and a chargeback''s is Stripe''s');
select support.be('accepted');
select lives_ok(pg_temp.on('ACCEPTED', 'select task.submit_proof(%L, ''done'', support.photos())'), 'a proof may be handed in');
select is(support.act('rejected', pg_temp.on('REJECTED', 'select state from dispute.create(%L, ''OTHER'', ''done'')')), 'OPEN', 'and a dispute opened');
select support.set_clock(interval '10 hours');
select support.act('rejected', pg_temp.on('REJECTED', 'select state from dispute.create(%L, ''OTHER'', ''done'')'));
update dispute.dispute set description = description where state = 'OPEN';
select support.set_clock(interval '30 hours');
select support.act_as_admin(format('select escrow.lift_hold(%L, ''fine'')', h.id)) from escrow.hold as h;
select is((select t.due_at - p.submitted_at from task.task as t join proof.proof as p on p.task_id = t.id where t.id = (select w.id from work as w where w.state = 'ACCEPTED')), interval '78 hours', 'a proof that was handed in at the hold''s beginning waits for all of it');
select is((select t.deadline_at - t.created_at from task.task as t where t.id = (select w.id from work as w where w.state = 'OPEN')), interval '78 hours', 'a deadline moves by the whole hold');
select is((select d.due_at - d.created_at from dispute.dispute as d where d.task_id = (select w.id from work as w where w.state = 'REJECTED')), interval '48 hours' + interval '20 hours', 'what was set meanwhile by the rest of it');
select support.set_clock(interval '0');
select is(support.act('poster', pg_temp.on('ACCEPTED', 'select state from task.complete(%L)')), 'COMPLETED', 'lifted, the work goes on');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
