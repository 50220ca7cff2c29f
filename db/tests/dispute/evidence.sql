-- DIS-06 DIS-07: who reads a dispute and who brings evidence, by the procedures and by hand.
begin;
select plan(22);
select support.admin();
select support.person('stranger');
create temporary table work as select support.task_in('DISPUTED') as id;
create function pg_temp.call(call text) returns text language sql stable as $f$
    select format($1, w.id, d.id) from work as w join dispute.dispute as d on d.task_id = w.id
$f$;
select is(support.act(p, pg_temp.call('select state from dispute.get_by_task_id(%L)')), 'OPEN', p || ' reads it') from unnest(array['poster', 'worker', 'admin']) as p;
select is(support.act(p, pg_temp.call('select state from dispute.get_by_id(%2$L)')), 'OPEN', p || ' by its id') from unnest(array['poster', 'worker', 'admin']) as p;
select is(support.code_as('stranger', pg_temp.call('select dispute.get_by_id(%2$L)')), 'HXA02', 'nobody else');
select is(support.code_as('stranger', pg_temp.call('select dispute.get_by_task_id(%L)')), 'HXA02', 'by no way');
select is(support.code_as('poster', format('select dispute.get_by_task_id(%L)', support.task_in('OPEN'))), 'HXA02', 'none is none');
select is(support.code_as('stranger', pg_temp.call('select dispute.add_evidence(%2$L, ''MESSAGE'', ''x'')')), 'HXA02', 'a stranger knows nothing');
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''RUMOUR'', ''x'')')), 'HXA01', 'four kinds');
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, null, ''x'')')), 'HXA01', 'a kind is required');
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''MESSAGE'', null)')), 'HXA01', 'and a description');
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''DOCUMENT'', ''x'', ''a/../b'', repeat(''a'', 64))')), 'HXA01', 'a key is a key');
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''MESSAGE'', ''x'', ''a/b'')')), 'HXA01', 'a file has its hash');
select is(support.act('poster', pg_temp.call('select cardinality(evidence) from dispute.add_evidence(%2$L, ''DOCUMENT'', ''the bill'', ''a/bill'', repeat(''a'', 64))')), '1', 'the poster brings one');
select is(support.act('admin', pg_temp.call('select cardinality(evidence) from dispute.add_evidence(%2$L, ''MESSAGE'', ''they wrote'')')), '2', 'staff too');
select is((select count(*) from admin.action as a where a.action = 'dispute.add_evidence'), 1::bigint, 'on the record');
-- By hand.
select is(support.code(pg_temp.call(format('insert into dispute.evidence (dispute_id, submitter_id, kind, description) values (%%2$L, %L, ''MESSAGE'', ''x'')', support.person('stranger')))), 'HXA03', 'no third person');
select is(support.code(pg_temp.call(format('insert into dispute.evidence (dispute_id, submitter_id, kind, description) values (%%2$L, %L, ''PHOTO'', ''x'')', support.person('worker')))), 'HXA01', 'no photo without a file');
do $$ begin for i in 1 .. 19 loop perform support.act('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''MESSAGE'', ''more'')')); end loop; end $$;
select is(support.code_as('poster', pg_temp.call('select dispute.add_evidence(%2$L, ''MESSAGE'', ''and more'')')), 'HXA03', 'twenty pieces each');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
