-- LIF-07 PRF-02 PRF-03 PRF-09 PRF-10 PRF-15 PRF-16 PRF-19: task.start, task.request_completion,
-- task.submit_proof and proof.submit by the worker.
begin;
select plan(38);
create temporary table work as
select support.task_in('ACCEPTED') as id, support.task_in('ACCEPTED', requires_proof => false) as free_id,
       support.task_in('COMPLETED') as done_id;
select support.person('stranger');
create function pg_temp.run(call text, id uuid default null) returns text language sql as $f$
    select format($1, coalesce($2, (select w.id from work as w)))
$f$;
create function pg_temp.submit(photos text, rest text default '') returns text language sql as $f$
    select format('select proof_id from task.submit_proof(%L, ''done'', %s %s)', w.id, $1, $2) from work as w
$f$;
select is(support.code_as('stranger', pg_temp.run('select task.start(%L)')), 'HXA02', 'a stranger sees nothing to start');
select is(support.code_as('poster', pg_temp.run('select task.start(%L)')), 'HX503', 'the poster does not start it');
select isnt(support.act('worker', pg_temp.run('select started_at from task.start(%L)')), null, 'the worker does');
select is(support.act('worker', pg_temp.run('select started_at from task.start(%L)')),
    (select a.started_at::text from task.assignment as a join work as w on w.id = a.task_id), 'once');
select is(support.code_as('worker', pg_temp.run('select task.start(%L)', (select done_id from work))), 'HXA03', 'not when it is over');

select is(support.code_as('worker', pg_temp.run('select task.request_completion(%L)')), 'HXA03', 'work with proof is proved');
select is(support.code_as('stranger', pg_temp.run('select task.request_completion(%L)', (select free_id from work))), 'HXA02', 'a stranger can''t report');
select isnt(support.act('worker', pg_temp.run('select completion_requested_at from task.request_completion(%L)', (select free_id from work))), null, 'work without proof is reported');
select lives_ok($$select support.act('worker', pg_temp.run('select task.request_completion(%L)', (select free_id from work)))$$, 'and again');
select is(support.act('poster', pg_temp.run('select effective_xp from task.complete(%L)', (select free_id from work))), '100', 'and completed by the poster');
select is(support.code_as('worker', pg_temp.run('select task.request_completion(%L)', (select free_id from work))), 'HXA03', 'after which nothing is reported');

select is(support.code_as('stranger', pg_temp.submit('support.photos()')), 'HXA02', 'a stranger proves nothing');
select is(support.code_as('poster', pg_temp.submit('support.photos()')), 'HX503', 'nor the poster');
select is(support.code_as('worker', pg_temp.submit('null')), 'HXA01', 'photos are required');
select is(support.code_as('worker', pg_temp.submit('''{}''')), 'HXA01', 'at least one');
select is(support.code_as('worker', pg_temp.submit('support.photos(6)')), 'HXA01', 'at most five');
select is(support.code_as('worker', pg_temp.submit('support.photos(5)')), 'done', 'five are good');
select is(support.code_as('worker', pg_temp.run('select proof.submit(%L, null, support.photos())')), 'HXA01', 'a description is required');
select is(support.code_as('worker', pg_temp.submit('array[row(''a'', ''image/gif'', 1, repeat(''a'', 64))::proof.photo_input]')), 'HXA01', 'a kind that is none');
select is(support.code_as('worker', pg_temp.submit('array[row(''a'', ''image/png'', 10485761, repeat(''a'', 64))::proof.photo_input]')), 'HXA01', 'above 10 MB');
select is(support.code_as('worker', pg_temp.submit('array[row(''a'', ''image/png'', 10485760, repeat(''a'', 64))::proof.photo_input]')), 'done', '10 MB are good');
select is(support.code_as('worker', pg_temp.submit('array[row(''https://x/a'', ''image/png'', 1, repeat(''a'', 64))::proof.photo_input]')), 'HXA01', 'a URL is no key');
select is(support.code_as('worker', pg_temp.submit('array[row(''a/../b'', ''image/png'', 1, repeat(''a'', 64))::proof.photo_input]')), 'HXA01', 'nor a way out');
select is(support.code_as('worker', pg_temp.submit('array[row(''a'', ''image/png'', 1, ''zz'')::proof.photo_input]')), 'HXA01', 'a checksum that is none');
select is(support.code_as('worker', pg_temp.submit('array[null::proof.photo_input]')), 'HXA01', 'a photo that is none');
select is(support.code_as('worker', pg_temp.submit('support.photos(1) || support.photos(1)')), 'done', 'two that differ');
select is(support.code_as('worker', pg_temp.submit('array[row(''a'', ''image/png'', 1, repeat(''a'', 64)), row(''b'', ''image/png'', 1, repeat(''a'', 64))]::proof.photo_input[]')), 'HXA01', 'the same picture twice');
select is(support.code_as('worker', pg_temp.submit((select format('array[row(''new'', ''image/png'', 1, %L)::proof.photo_input]', f.sha256)
    from proof.photo as f join work as w on w.done_id = f.task_id limit 1))), 'HXA01', 'a picture of another task');
select is(support.code(format('insert into proof.proof (task_id, assignment_id, submitter_id, attempt, description)
        select a.task_id, a.id, a.worker_id, 1, ''x'' from task.assignment as a where a.task_id = %1$L;
    insert into proof.photo (proof_id, task_id, sequence, storage_key, content_type, size_bytes, sha256)
        select p.id, p.task_id, 1, ''new'', ''image/png'', 1, f.sha256 from proof.proof as p cross join proof.photo as f
         where p.task_id = %1$L and f.task_id = %2$L', w.id, w.done_id)), 'HXA01', 'for the owner too') from work as w;
create function pg_temp.detail(statement text) returns text language plpgsql as $f$
declare
    detail text;
begin
    perform support.act('worker', statement);
    return 'done';
exception when others then
    get stacked diagnostics detail = pg_exception_detail;
    return detail;
end $f$;
select is(pg_temp.detail(pg_temp.submit((select format('array[row(''new'', ''image/png'', 1, %L)::proof.photo_input]', f.sha256)
    from proof.photo as f join work as w on w.done_id = f.task_id limit 1))), '', 'and no row of the other task is named');
select is(support.code_as('worker', pg_temp.submit('support.photos()', ', 47.6')), 'HXA01', 'half a position');
select is(support.code_as('worker', pg_temp.submit('support.photos()', ', 40.7, -74.0')), 'HXA01', 'a position outside Seattle');
select isnt(support.act('worker', pg_temp.submit('support.photos(2)', ', 47.6, -122.33')), null, 'a proof is submitted');
select results_eq($$select t.state, p.state, p.attempt, p.review_due_at - p.submitted_at
    from task.task as t join work as w using (id) join proof.proof as p on p.task_id = t.id$$,
    $$values ('PROOF_SUBMITTED', 'SUBMITTED', 1, interval '48 hours')$$, 'and waits for 48 hours');
select is((select array_agg(f.verification order by f.sequence) from proof.photo as f join work as w on w.id = f.task_id),
    array['UNVERIFIED', 'UNVERIFIED'], 'its photos are unverified');
select is(support.code_as('worker', pg_temp.submit('support.photos()')), 'HXA03', 'one at a time');
select throws_ok(format($$insert into proof.proof (task_id, assignment_id, submitter_id, attempt, description)
    select a.task_id, a.id, a.worker_id, n, 'x' from task.assignment as a cross join generate_series(1, 2) as n
     where a.task_id = %L$$, support.task_in('ACCEPTED')), '23505', null, 'for the owner too');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
