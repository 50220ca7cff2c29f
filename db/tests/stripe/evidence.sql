-- STR-10 (dispute evidence): a chargeback's evidence is made of the task's own record, without place and contact; it waits while
-- work is under way, at most five days; one that was decided needs none; Stripe takes it once.
begin;
select plan(30);
create temporary table work as select l as label, support.task_in(case l when 'under_way' then 'ACCEPTED' when 'decided' then 'ACCEPTED' else 'PROOF_SUBMITTED' end, 'poster_' || l, 'worker_' || l) as id
  from unnest(array['proved', 'under_way', 'decided', 'refused']) as l;
create function pg_temp.task(label text) returns uuid language sql stable as 'select w.id from pg_temp.work as w where w.label = $1';
create function pg_temp.charge_back(label text, fact text) returns text language sql as $f$ select support.charge_back(pg_temp.task($1), array[$2], dispute_id => 'du_' || $1) $f$;
create function pg_temp.of(label text) returns uuid language sql stable as $f$
    select v.id from stripe.evidence as v join stripe.chargeback as b on b.id = v.chargeback_id where b.provider_dispute_id = 'du_' || $1
$f$;
create function pg_temp.take(worker text default 'one') returns text language sql as $f$
    select coalesce(string_agg(j.provider_dispute_id || ' ' || j.fence, ', ' order by j.provider_dispute_id), 'none') from stripe.take_evidence($1) as j
$f$;
create function pg_temp.report(label text, outcome text, error text default null, fence bigint default null) returns text language plpgsql as $f$
begin
    perform stripe.report_evidence(jsonb_build_array(jsonb_build_object('evidence_id', pg_temp.of($1), 'outcome', $2, 'error', $3,
        'fence', coalesce($4, (select v.fence from stripe.evidence as v where v.id = pg_temp.of($1))))));
    return (select concat_ws(' ', case when v.submitted_at is not null then 'submitted' end, v.last_error, case when v.due_at is not null then extract(epoch from v.due_at - core.now())::integer || ' s' end) from stripe.evidence as v where v.id = pg_temp.of($1));
end $f$;
-- With a proof
select is(pg_temp.take(), 'none', 'nothing is contested');
select pg_temp.charge_back('proved', 'created');
select is((select count(*) from stripe.evidence), 1::bigint, 'a chargeback orders its evidence');
select pg_temp.charge_back('proved', 'funds_withdrawn');
select is((select count(*) from stripe.evidence), 1::bigint, 'once');
create temporary table jobs as select * from stripe.take_evidence('one');
select results_eq($$select j.evidence_id, j.fence, j.provider_key, j.provider_dispute_id from jobs as j$$, $$select pg_temp.of('proved'), 1::bigint, 'evidence-' || pg_temp.of('proved'), 'du_proved'$$, 'a worker is to hand it in');
select is(pg_temp.take('two'), 'none', 'one worker');
select set_eq($$select jsonb_object_keys(j.evidence::jsonb) from jobs as j$$, array['product_description', 'customer_name', 'customer_email_address', 'service_date', 'uncategorized_text'], 'in the fields that Stripe has');
select alike((select j.evidence::jsonb ->> 'uncategorized_text' from jobs as j), 'Work of 10000 USD, posted % Taken by a worker % Proof 1 handed in % with 1 photos: Done.%', 'the record itself');
select is((select j.evidence::jsonb ->> 'product_description' from jobs as j), 'Move a couch (moving): Down the stairs', 'what was ordered');
select is((select count(*) from jobs as j where j.evidence ~* '1201|2nd Ave|47\.6|122\.3'), 0::bigint, 'no address and no position');
select is((select count(*) from jobs as j join task.place as p on j.evidence like '%' || coalesce(p.contact, p.address) || '%'), 0::bigint, 'and no contact');
select is((select count(*) from jobs as j, account.user as u where u.email = 'worker_proved@example.test' and (j.evidence like '%' || u.id || '%' or j.evidence like '%' || u.email || '%')), 0::bigint, 'nor who the worker is');
select is(pg_temp.report('proved', 'done', fence => 0), '0 s', 'a stale report does nothing');
select is(pg_temp.report('proved', 'unknown', 'timeout'), 'timeout 2 s', 'a time-out is tried again');
select support.set_clock(interval '2 seconds');
select is(pg_temp.take(), 'du_proved 2', 'a little later');
update stripe.evidence set lease_ends_at = clock_timestamp() - interval '1 second';
select is(pg_temp.take('two'), 'du_proved 3', 'a dead worker''s lease ends');
select is(pg_temp.report('proved', 'done'), 'submitted', 'handed in');
select is(pg_temp.report('proved', 'unknown'), 'submitted', 'once');
select support.set_clock(interval '1 day');
select is(pg_temp.take(), 'none', 'Stripe takes it once');
-- Work under way
select support.set_clock(interval '0');
select pg_temp.charge_back('under_way', 'created'); select pg_temp.charge_back('decided', 'created');
select is(pg_temp.take(), 'none', 'while work is under way it waits');
select support.set_clock(interval '6 hours');
select is(pg_temp.take(), 'none', 'and waits');
select support.charge_back(pg_temp.task('decided'), '{funds_withdrawn,lost}', dispute_id => 'du_decided');
select support.set_clock(interval '12 hours');
select is(pg_temp.take(), 'none', 'one that was decided');
select is((select v.due_at from stripe.evidence as v where v.id = pg_temp.of('decided')), null, 'needs none');
select support.set_clock(interval '5 days');
select is(pg_temp.take(), 'du_under_way 1', 'after five days it goes as it is');
-- Refused
select pg_temp.report('under_way', 'done');
select pg_temp.charge_back('refused', 'created'); select pg_temp.take();
select is(pg_temp.report('refused', 'refused', 'dispute_closed'), 'dispute_closed', 'Stripe refuses it');
select is((select d.error from core.dead_letter as d where d.kind = 'evidence'), 'dispute_closed', 'a person is told');
select throws_ok($$select pg_temp.report('refused', 'maybe')$$, 'HXA01', null, 'an outcome that is none');
select throws_ok($$select stripe.report_evidence(jsonb_build_array(jsonb_build_object('evidence_id', core.new_id(), 'fence', 1, 'outcome', 'done')))$$, 'HXA02', null, 'evidence that is none');
select is(support.code('delete from stripe.evidence'), 'HXA11', 'orders stay');
select is(support.code('insert into stripe.evidence (chargeback_id) select v.chargeback_id from stripe.evidence as v limit 1'), 'HXA03', 'one a chargeback');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
