-- PRF-04 PRF-05 PRF-07 PRF-11 PRF-13 SEC-10: proof.accept, proof.reject and proof.get_by_task_id.
begin;
select plan(21);
create temporary table work as
select support.task_in('PROOF_SUBMITTED') as id, support.task_in('PROOF_SUBMITTED') as other_id,
       support.task_in('ACCEPTED') as bare_id;
select support.person('stranger');
create function pg_temp.run(call text, id uuid default null) returns text language sql as $f$
    select format($1, support.proof_of(coalesce($2, (select w.id from work as w))))
$f$;
select is(support.code_as('stranger', pg_temp.run('select proof.accept(%L)')), 'HXA02', 'a stranger finds no proof to accept');
select is(support.code_as('stranger', pg_temp.run('select proof.reject(%L, ''no'')')), 'HXA02', 'nor to reject');
select is(support.code_as('worker', pg_temp.run('select proof.accept(%L)')), 'HX503', 'nobody reviews his own');
select is(support.code_as('worker', pg_temp.run('select proof.reject(%L, ''no'')')), 'HX503', 'either way');
select is(support.code_as('poster', pg_temp.run('select proof.reject(%L, null)')), 'HXA01', 'a reason is required');
select is(support.code_as('poster', pg_temp.run('select proof.reject(%L, ''  '')')), 'HXA01', 'not a blank one');
select is(support.code_as('poster', 'select proof.accept(gen_random_uuid())'), 'HXA02', 'no such proof');
select is(support.code_as('stranger', format('select proof.get_by_task_id(%L)', (select id from work))), 'HXA02', 'a stranger reads none');
select is(support.code_as('poster', format('select proof.get_by_task_id(%L)', (select bare_id from work))), 'HXA02', 'none is none');
select is(support.act('worker', format('select state from proof.get_by_task_id(%L)', (select id from work))), 'SUBMITTED', 'both parties read it');
select is(support.act('poster', format('select cardinality(photos) from proof.get_by_task_id(%L)', (select id from work))), '1', 'with its photos');
select is(support.act('poster', pg_temp.run('select state from proof.accept(%L)')), 'ACCEPTED', 'the poster accepts');
select is(support.act('poster', pg_temp.run('select state from proof.accept(%L)')), 'ACCEPTED', 'a repeat answers what is there');
select is((select t.state from task.task as t join work as w using (id)), 'PROOF_SUBMITTED', 'completion is a step of its own');
select is(support.code_as('poster', pg_temp.run('select proof.reject(%L, ''no'')')), 'HXA03', 'what is accepted is not rejected');
select is(support.act('poster', format('select escrow_state from task.complete(%L)', (select id from work))), 'RELEASED', 'and is then completed');
select is(support.act('poster', pg_temp.run('select rejection_reason from proof.reject(%L, ''A leg is off'')', (select other_id from work))), 'A leg is off', 'the poster rejects');
select is(support.code_as('poster', pg_temp.run('select proof.accept(%L)', (select other_id from work))), 'HXA03', 'what is rejected is not accepted by him');
do $$ begin for i in 1 .. 2 loop
    perform support.act('worker', format('select task.submit_proof(%L, ''again'', support.photos())', (select w.other_id from work as w)));
    perform support.act('poster', pg_temp.run('select proof.reject(%L, ''no'')', (select w.other_id from work as w)));
end loop; end $$;
select is(support.code_as('worker', format('select task.submit_proof(%L, ''again'', support.photos())', (select w.other_id from work as w))), 'HXA03', 'three submissions are all');
update account.user set state = 'PAUSED' where email = 'poster@example.test';
select is(support.code_as('poster', pg_temp.run('select proof.accept(%L)', (select other_id from work))), 'HX602', 'a paused poster reviews nothing');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
