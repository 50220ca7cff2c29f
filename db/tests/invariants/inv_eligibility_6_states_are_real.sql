-- ELI-06: kill test of INV-ELIGIBILITY-6. People and work are in one of the 50 states or DC.
begin;
select plan(18);
create temporary table work as select support.task('poster') as id;
select is((select count(*) from city.us_state), 51::bigint, 'there are 50 and DC');
select is(support.code(format('update account.user set location_state = %L', s)), 'HX609', 'nobody is in ' || s)
  from unnest(array['ZZ', 'PR', 'VI', 'GU', 'AS', 'MP', 'XX']) as s;
select is(support.code('update account.user set location_state = ''wa'''), 'HX609', 'nor in small letters');
select is(support.code('update account.user set location_state = null'), 'HX609', 'nor nowhere');
select is(support.code($$insert into account.user (provider_uid, full_name, birth_date, accepted_terms_version, location_state)
    values ('x', 'Some Body', '1990-01-01', '1', 'ZZ')$$), 'HX609', 'nobody is born there');
select is(support.code('update task.task set location_state = ''ZZ'''), 'HX609', 'no work is there');
select is(support.code(format($$insert into task.task select (jsonb_populate_record(t, jsonb_build_object('id', core.new_id(), 'location_state', 'PR'))).*
    from task.task as t where t.id = %L$$, w.id)), 'HX609', 'nor born there') from work as w;
select is(support.code(format('select verification._declare(%L, ''both'', ''ZZ'', array[''moving''])', support.person('x'))), 'HXA01', 'nobody declares it');
select is(support.code(format($$insert into verification.claim (account_id, role, location_state) values (%L, 'both', 'ZZ')$$, u.id)), 'HXA03', 'nor claims it by the owner')
  from account.user as u where u.email = 'poster@example.test';
select is(support.code('truncate city.us_state cascade'), 'HXA11', 'the states stay');
select is(support.code('update account.user set location_state = ''OR'''), 'done', 'but a person may move');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
