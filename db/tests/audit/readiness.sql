-- TST-44 TST-45 TST-49: every item of audit.readiness() is seen to fail by a planted fault, to be unverified without
-- evidence and to pass with it. Most can only be planted with all triggers off, which the database refuses to
-- everybody but its superuser.
begin;
create temporary table work as
select s.state, support.task_in(s.state) as id from (values ('OPEN'), ('PROOF_SUBMITTED'), ('REJECTED'), ('COMPLETED'), ('CANCELLED')) as s (state);
select support.act('worker', format('select dispute.create(%L, ''OTHER'', ''No'')', w.id)) from work as w where w.state = 'REJECTED';
create function pg_temp.id(state text) returns uuid language sql stable as 'select w.id from work as w where w.state = $1';
-- As where the workers run.
update core.relay_cursor set seen_at = clock_timestamp();

create temporary table plants (item text, age interval, statement text);
insert into plants values
('invariants_are_proved', null, 'update xp.progress set total_xp = total_xp + 1'),
('escalations_are_decided', '72 hours 1 second', 'update dispute.dispute set state = ''ESCALATED'', due_at = null, escalated_at = core.now() - interval ''72 hours 1 second'''),
('clocks_are_on_time', '15 minutes 1 second', 'update task.task set due_at = core.now() - interval ''15 minutes 1 second'' where id = pg_temp.id(''OPEN'')'),
('clocks_are_on_time', '2 days', 'update dispute.dispute set due_at = core.now() - interval ''2 days'''),
('clocks_are_on_time', '1 day', 'update account.user set state = ''SUSPENDED'', suspension_ends_at = core.now() - interval ''1 day'' where email = ''worker@example.test'''),
('clocks_move_every_row', '0', 'insert into core.clock_failure (machine, row_id, error, message, due_at) values (''task'', core.new_id(), ''22012'', ''x'', core.now())'),
('stripe_events_are_processed', '10 minutes 1 second', 'insert into stripe.event (provider_event_id, type, object_id, livemode, body, payload, received_at)
    values (''evt_x'', ''x'', ''x'', false, ''{}'', ''{}'', core.now() - interval ''10 minutes 1 second'')'),
('stripe_events_find_their_escrow', '24 hours 1 second', 'insert into stripe.event (provider_event_id, type, object_id, livemode, body, payload, state, received_at)
    values (''evt_x'', ''x'', ''x'', false, ''{}'', ''{}'', ''PARKED'', core.now() - interval ''24 hours 1 second'')'),
('settlements_move', '1 day 1 second', 'update settlement.settlement set due_at = core.now() - interval ''1 day 1 second'''),
('findings_are_minor', '0', 'insert into audit.finding (kind, severity, subject, subject_id) values (''x'', ''P0'', ''task'', core.new_id())'),
('findings_are_minor', '0', 'insert into audit.finding (kind, severity, subject, subject_id) values (''x'', ''P1'', ''task'', core.new_id())'),
('nothing_is_in_doubt', '30 minutes 1 second', 'update settlement.settlement set state = ''SUBMITTED'', submitted_at = core.now() - interval ''30 minutes 1 second'' where kind = ''transfer'''),
('nothing_is_in_doubt', '1 minute', 'update settlement.settlement set state = ''SUBMITTED'', submitted_at = core.now() - interval ''1 minute'', exhausted_at = core.now() where kind = ''transfer'''),
('nothing_is_frozen', '1 hour', 'update core.freeze set frozen_at = core.now() - interval ''1 hour'', reason = ''x'' where scope = ''REFUNDS'''),
('circuits_are_closed', '0', 'insert into core.circuit (party, state, opened_at, probe_at) values (''stripe'', ''OPEN'', core.now(), clock_timestamp())'),
('circuits_are_closed', '1 hour', 'insert into core.circuit (party, state, opened_at, probe_at) values (''stripe'', ''HALF_OPEN'', core.now() - interval ''1 hour'', clock_timestamp())'),
('dead_letters_are_closed', '1 day', 'insert into core.dead_letter (kind, order_id, attempts, error, buried_at) values (''settlement'', (select s.id from settlement.settlement as s limit 1), 5, ''x'', core.now() - interval ''1 day'')'),
('lately_is_proved', null, 'insert into audit.proof (horizon, subjects, violations) values (''1'', 1, 1)'),
('polls_are_alive', null, 'insert into stripe.poll (name, since_at, polled_at) values (''events'', now(), clock_timestamp() - interval ''15 minutes 1 second'')'),
('relay_is_alive', null, 'update core.relay_cursor set seen_at = clock_timestamp() - interval ''11 seconds'''),
('events_have_partitions', null, 'insert into core.event (aggregate, aggregate_id, event, at, recorded_at) values (''test'', core.new_id(), ''late'', now(), now() + interval ''10 years'')'),
('partitions_are_made_ahead', null, format('alter table core.event detach partition core.event_%1$s; drop table core.event_%1$s',
    to_char(date_trunc('month', now() at time zone 'UTC') + interval '3 months', 'YYYY_MM'))),
('nothing_failed_lately', null, 'insert into core.failure (source, name, error, message) values (''job'', ''x'', ''x'', ''x'')'),
('production_has_no_test_clock', null, 'update core.setting set value = ''production'' where name = ''environment'''),
('production_has_no_test_clock', null, 'alter schema support rename to elsewhere; alter schema tap rename to elsewhere_too;
    update core.setting set value = ''production'' where name = ''environment'';
    insert into core.setting (name, value, comment) values (''test_clock_offset'', ''1 day'', ''x'')');

-- What is no fault, though it looks like one.
create temporary table faultless (item text, statement text);
insert into faultless values
('escalations_are_decided', 'update dispute.dispute set state = ''ESCALATED'', due_at = null, escalated_at = core.now() - interval ''72 hours'''),
('clocks_are_on_time', 'update task.task set due_at = core.now() - interval ''15 minutes'' where due_at is not null'),
('clocks_are_on_time', 'update task.task set due_at = core.now() - interval ''2 days'' where id in (select w.id from work as w) and due_at is not null;
    update dispute.dispute set due_at = core.now() - interval ''2 days'';
    update escrow.escrow set held_at = core.now(), state = ''LOCKED_DISPUTE'' where funded_at is not null and closed_at is null'),
('stripe_events_are_processed', 'insert into stripe.event (provider_event_id, type, object_id, livemode, body, payload, received_at)
    values (''evt_x'', ''x'', ''x'', false, ''{}'', ''{}'', core.now() - interval ''10 minutes'')'),
('stripe_events_find_their_escrow', 'insert into stripe.event (provider_event_id, type, object_id, livemode, body, payload, state, received_at)
    values (''evt_x'', ''x'', ''x'', false, ''{}'', ''{}'', ''PARKED'', core.now() - interval ''24 hours'')'),
('settlements_move', 'update settlement.settlement set due_at = core.now() - interval ''1 day'''),
('nothing_is_in_doubt', 'update settlement.settlement set state = ''SUBMITTED'', submitted_at = core.now() - interval ''30 minutes'' where kind = ''transfer'''),
('nothing_is_in_doubt', 'update settlement.settlement set submitted_at = core.now() - interval ''1 day'''),
('nothing_is_frozen', 'update core.freeze set frozen_at = null'),
('circuits_are_closed', 'insert into core.circuit (party, failures) values (''stripe'', 4)'),
('dead_letters_are_closed', 'insert into core.dead_letter (kind, order_id, attempts, error, closed_at, closing) values (''settlement'', core.new_id(), 5, ''x'', core.now(), ''settled'')'),
('polls_are_alive', 'insert into stripe.poll (name, since_at, polled_at) values (''events'', now() - interval ''1 day'', clock_timestamp())'),
('findings_are_minor', 'insert into audit.finding (kind, severity, subject, subject_id) values (''x'', ''P2'', ''task'', core.new_id())'),
('nothing_failed_lately', 'insert into core.failure (source, name, error, message, recorded_at) values (''job'', ''x'', ''x'', ''x'', now() - interval ''25 hours'')'),
('production_has_no_test_clock', 'insert into core.setting (name, value, comment) values (''test_clock_offset'', ''1 day'', ''x'')
    on conflict (name) do nothing');

-- What counts as evidence; none is there before.
create temporary table proofs (item text, statement text);
insert into proofs values
('clocks_are_on_time', 'update task.task set state = ''EXPIRED'', expired_at = core.now(), due_at = null, due_event = null where id = pg_temp.id(''OPEN'')'),
('lately_is_proved', 'insert into audit.proof (horizon, subjects, violations) values (''1'', 1, 0)'),
('polls_are_alive', 'insert into stripe.poll (name, since_at) values (''events'', now())'),
('payment_was_taken', 'update stripe.event set livemode = true'),
('transfer_was_settled', 'update settlement.settlement set state = ''SETTLED'', finished_at = core.now(), journal_id = core.new_id(), provider_reference = ''tr_1'' where kind = ''transfer'';
    update core.setting set value = ''true'' where name = ''stripe_livemode'''),
('refund_was_settled', 'update settlement.settlement set state = ''SETTLED'', finished_at = core.now(), journal_id = core.new_id(), provider_reference = ''re_1'' where kind = ''refund'';
    update core.setting set value = ''true'' where name = ''stripe_livemode'''),
('chargeback_was_handled', 'insert into stripe.chargeback (provider_dispute_id, amount_cents, currency, outcome, closed_at) values (''du_1'', 1, ''USD'', ''won'', core.now());
    update core.setting set value = ''true'' where name = ''stripe_livemode'''),
('dispute_was_resolved', 'update dispute.dispute set state = ''RESOLVED'', due_at = null, outcome = ''CLIENT_WINS'', notes = ''x'', resolved_at = core.now(),
    resolved_by = (select u.id from account.user as u where u.email = ''admin@example.org'')');
-- A double's movement is no real one.
create temporary table pretended (item text, statement text);
insert into pretended select p.item, split_part(p.statement, ';', 1) from proofs as p where p.item in ('transfer_was_settled', 'refund_was_settled', 'chargeback_was_handled');

-- An item after a statement without triggers, all undone.
create function pg_temp.after(item text, statement text) returns text language plpgsql as $f$
declare
    found audit.readiness_item;
begin
    perform set_config('session_replication_role', 'replica', true);
    execute statement;
    select r.* into found from audit.readiness() as r where r.item = $1;
    raise exception using errcode = 'TDONE', message = found.verdict || ' ' || (found.rows_found > 0) || ' ' || coalesce(found.oldest_seconds::text, '-');
exception when sqlstate 'TDONE' then
    return sqlerrm;
end $f$;

select plan((select count(*)::integer from plants) + (select count(*)::integer from faultless) + (select count(*)::integer from proofs)
    + (select count(*)::integer from pretended) + 10);
select is_empty($$select r.item, r.rows_found from audit.readiness() as r where r.verdict = 'FAIL'$$, 'nothing is at fault to begin with');
select alike(pg_temp.after(p.item, p.statement), 'FAIL true ' || case when p.age is null then '%' else extract(epoch from p.age)::bigint::text end,
    p.item || ' fails by: ' || left(p.statement, 60)) from plants as p order by p.item;
select unalike(pg_temp.after(f.item, f.statement), 'FAIL%', f.item || ' doesn''t fail by: ' || left(f.statement, 60)) from faultless as f order by f.item;
select is((select r.verdict || ' ' || pg_temp.after(p.item, p.statement) from audit.readiness() as r where r.item = p.item), 'UNVERIFIED PASS false -',
    p.item || ' is unverified without evidence, and passes with it') from proofs as p;
select alike(pg_temp.after(p.item, p.statement), 'UNVERIFIED%', p.item || ' is not shown by a double') from pretended as p;
select is(pg_temp.after('stripe_events_are_processed', 'delete from stripe.event'), 'UNVERIFIED false -', 'without any event nothing is shown');
select is((select r.verdict from audit.readiness() as r where r.item = 'stripe_events_are_processed'), 'PASS', 'with one it is');
select is((select r.verdict || ' ' || r.evidence_found from audit.readiness() as r where r.item = 'backup_was_restored'), 'UNVERIFIED 0', 'nothing can show that a backup was restored');
select is_empty($$select c.relname from pg_class as c where c.relnamespace = 'audit'::regnamespace and c.relname like '\_ready\_%'
    and not exists (select from plants as p where p.item = substr(c.relname, 8))$$, 'no item is without its plant');
select is_empty($$select c.relname from pg_class as c where c.relnamespace = 'audit'::regnamespace and c.relname like '\_evidence\_%'
    and not exists (select from proofs as p where p.item = substr(c.relname, 11))
    and substr(c.relname, 11) not in ('backup_was_restored', 'stripe_events_are_processed')$$, 'nor evidence without its own');
select is_empty($$select r.item from audit.readiness() as r where length(r.statement) < 20 or r.query !~ '^ *SELECT'$$, 'each says in words what holds, and how it is looked for');
select cmp_ok((select count(*) from audit.readiness() as r), '>=', 15::bigint, 'the checklist is whole');
select is((select count(*) from audit.readiness() as r where r.rows_found = 0 and r.oldest_seconds is not null), 0::bigint, 'no fault, no age');
select is((select count(distinct r.item) from audit.readiness() as r), (select count(*) from audit.readiness() as r), 'each item once');
select * from finish();
rollback;
