-- ESC-04 ESC-05 ESC-24 SEC-10 P3 P5 P25 P28: staff holds, lifts, releases and refunds, on the record, by the task's own moves.
begin;
select plan(59);
select support.admin();
create temporary table work as
select n.label, support.task_in(n.state, 'poster', n.label) as id
  from (values ('open', 'OPEN'), ('taken', 'ACCEPTED'), ('waiting', 'PROOF_SUBMITTED'), ('rejected', 'REJECTED'), ('disputed', 'DISPUTED'), ('done', 'COMPLETED'), ('accepted', 'PROOF_SUBMITTED'), ('unpaid', 'UNFUNDED'), ('held', 'PROOF_SUBMITTED'), ('twice', 'ACCEPTED'))
       as n (label, state);
insert into work values ('cancelled', support.task_in('CANCELLED', 'poster2', 'cancelled'));
select support.act('poster', format('select proof.accept(%L)', support.proof_of(w.id))) from work as w where w.label = 'accepted';
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, support.escrow_of(w.id), w.id, support.proof_of(w.id)) from work as w where w.label = $1
$f$;
-- release
select is(support.code_as_admin(pg_temp.on(w.label, 'select escrow.release(%L, ''because'')')), w.code, format('release of %s', w.label))
  from (values ('open', 'HX201'), ('taken', 'HX201'), ('waiting', 'HX201'), ('rejected', 'HX201'), ('disputed', 'HX201'), ('unpaid', 'HX201'), ('cancelled', 'HX002'), ('done', 'done')) as w (label, code);
select is(support.code_as_admin(pg_temp.on('accepted', 'select escrow.release(%L, '' '')')), 'HXA01', 'a blank reason is none');
select is(support.code_as_admin(pg_temp.on('accepted', 'select escrow.release(%L, null)')), 'HXA01', 'nor is no reason');
select is(support.act_as_admin(pg_temp.on('accepted', 'select state from escrow.release(%L, ''the poster is away'')')), 'RELEASED', 'an accepted proof is released');
select is((select t.state from task.task as t join work as w on w.id = t.id where w.label = 'accepted'), 'COMPLETED', 'by the task''s completion');
select is(support.act_as_admin(pg_temp.on('accepted', 'select state from escrow.release(%L, ''again'')')), 'RELEASED', 'a repeat answers what is there');
select is((select count(*) from admin.action as a where a.action = 'escrow.release'), 1::bigint, 'one act');
select is(support.code_as_admin(pg_temp.on('accepted', 'select escrow.refund(%L, ''else'')')), 'HX002', 'the other end does not come');
-- refund
select is(support.code_as_admin(pg_temp.on(w.label, 'select escrow.refund(%L, ''because'')')), w.code, format('refund of %s', w.label))
  from (values ('waiting', 'HXA03'), ('disputed', 'HXA03'), ('done', 'HX002'), ('cancelled', 'done'), ('rejected', 'done'), ('unpaid', 'done')) as w (label, code);
select is(support.code_as_admin(pg_temp.on('taken', 'select escrow.refund(%L, '' '')')), 'HXA01', 'a blank reason is none');
select is(support.act_as_admin(pg_temp.on('taken', 'select concat_ws('' '', state, refund_cents, release_cents) from escrow.refund(%L, ''a hoax'')')), 'REFUNDED 10000 0', 'taken work is refunded whole');
select is((select a.ending from task.assignment as a join work as w on w.id = a.task_id where w.label = 'taken'), 'refunded', 'nobody abandoned it');
select is(support.act_as_admin(pg_temp.on('open', 'select state from escrow.refund(%L, ''a hoax'')')), 'REFUNDED', 'and open work');
select is((select v.reason from core.event as v join work as w on w.id = v.aggregate_id where w.label = 'open' and v.to_state = 'CANCELLED'), 'a hoax', 'the reason stands on the event');
-- hold
select is(support.code_as_admin(pg_temp.on(w.label, format('select escrow.hold(%%L, %L, ''because'')', w.kind))), w.code, format('hold %s of %s', w.kind, w.label))
  from (values ('unpaid', 'FRAUD', 'HX203'), ('done', 'FRAUD', 'HX002'), ('held', 'CHARGEBACK', 'HXA01'), ('held', 'OTHER', 'HXA01')) as w (label, kind, code);
select is(support.code_as_admin(pg_temp.on('held', 'select escrow.hold(%L, null, ''x'')')), 'HXA01', 'a kind is required');
select is(support.code_as_admin(pg_temp.on('held', 'select escrow.hold(%L, ''FRAUD'', '' '')')), 'HXA01', 'a blank reason is none');
select is(support.code_as_admin('select escrow.hold(gen_random_uuid(), ''FRAUD'', ''x'')'), 'HXA02', 'none is none');
select is(support.act_as_admin(pg_temp.on('held', 'select escrow_state from escrow.hold(%L, ''FRAUD'', ''odd card'')')), 'LOCKED_DISPUTE', 'the money is locked');
select is(support.act_as_admin(pg_temp.on('held', 'select escrow_state from escrow.hold(%L, ''FRAUD'', ''odd card'')')), 'LOCKED_DISPUTE', 'a repeat answers the hold');
select is((select count(*) from escrow.hold), 1::bigint, 'one');
select is(support.code_as('poster', pg_temp.on('held', 'select task.complete(%2$L)')), 'HX202', 'nobody completes');
select is(support.code_as('poster', pg_temp.on('held', 'select proof.accept(%3$L)')), 'HX202', 'or accepts');
select is(support.code_as('poster', pg_temp.on('held', 'select proof.reject(%3$L, ''no'')')), 'HX202', 'or rejects');
select is(support.code_as_admin(pg_temp.on('held', 'select escrow.release(%L, ''x'')')), 'HX202', 'or releases');
select is(support.code_as_admin(pg_temp.on('held', 'select escrow.refund(%L, ''x'')')), 'HX202', 'or refunds');
select is(support.code(pg_temp.on('held', 'update task.task set state = ''ACCEPTED'' where id = %2$L')), 'HX202', 'nor the owner by hand');
select is(support.code(pg_temp.on('held', support.move('task', (select w.id from work as w where w.label = 'held'), 'COMPLETED'))), 'HX202', 'nor ends it');
select is(support.code(pg_temp.on('held', 'update escrow.escrow set state = ''FUNDED'', held_at = null where id = %L')), 'HX007', 'nor unlocks it');
select is(support.code('update escrow.hold set closed_at = core.now(), closing_reason = ''x'', closed_by = opened_by; update escrow.escrow set state = ''FUNDED'', held_at = null where held_at is not null'), 'HX505', 'nor lifts the hold without an act');
select is(support.code('update escrow.hold set reason = ''else'''), 'HXA11', 'nor rewrites it');
select is(support.code(pg_temp.on('twice', 'insert into escrow.hold (escrow_id, kind, reason, opened_by) select %L, ''FRAUD'', ''x'', s.account_id from account.staff as s limit 1')), 'HX505', 'nor adds one without an act');
-- lifted
select support.set_clock(interval '30 hours');
select is(support.code_as_admin(format('select escrow.lift_hold(%L, '' '')', h.id)), 'HXA01', 'lifting has a reason too') from escrow.hold as h;
select is(support.act_as_admin(format('select concat_ws('' '', escrow_state, closing_reason) from escrow.lift_hold(%L, ''his own card'')', h.id)), 'FUNDED his own card', 'the money is free again') from escrow.hold as h;
select is(support.act_as_admin(format('select escrow_state from escrow.lift_hold(%L, ''again'')', h.id)), 'FUNDED', 'a repeat answers') from escrow.hold as h;
select is((select p.review_due_at - p.submitted_at from proof.proof as p join work as w on w.id = p.task_id where w.label = 'held'), interval '48 hours' + interval '30 hours', 'the review is due later by as long as it was held');
select is((select t.due_at - p.review_due_at from proof.proof as p join task.task as t on t.id = p.task_id join work as w on w.id = p.task_id where w.label = 'held'), interval '0', 'and so is the clock');
select is((select t.deadline_at - t.created_at from task.task as t join work as w on w.id = t.id where w.label = 'held'), interval '2 days' + interval '30 hours', 'and the deadline');
select support.set_clock(interval '0');
-- Two holds: the last one counts.
select support.act_as_admin(pg_temp.on('twice', 'select escrow.hold(%L, ''FRAUD'', ''one'')')), support.act_as_admin(pg_temp.on('twice', 'select escrow.hold(%L, ''SAFETY'', ''two'')'));
select is(support.act_as_admin(format('select escrow_state from escrow.lift_hold(%L, ''one is fine'')', h.id)), 'LOCKED_DISPUTE', 'one of two lifted') from escrow.hold as h where h.reason = 'one';
select is(support.act_as_admin(format('select escrow_state from escrow.lift_hold(%L, ''so is two'')', h.id)), 'FUNDED', 'and the other') from escrow.hold as h where h.reason = 'two';
-- Nobody acts on oneself.
insert into account.staff (account_id, role) select t.worker_id, 'hx_admin' from work as w join task.task as t on t.id = w.id where w.label = 'twice';
select support.be('twice');
select is(support.code(pg_temp.on('twice', 'select escrow.hold(%L, ''FRAUD'', ''me'')'), 'hx_admin'), 'HX503', 'nobody holds his own');
select is(support.code(pg_temp.on('twice', 'select escrow.refund(%L, ''me'')'), 'hx_admin'), 'HX503', 'nor refunds');
select is(support.code_now('update admin.action set reason = ''else'''), 'HX505', 'an act stays as it was written');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
