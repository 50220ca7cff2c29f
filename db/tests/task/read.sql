-- LIF-10 LIF-11 S14 S17: task.get_by_id and task.list show each caller what is his to see.
begin;
select plan(23);
create temporary table work as
select support.task_in('OPEN') as open_id, support.task_in('UNFUNDED') as unfunded_id,
       support.task_in('ACCEPTED') as accepted_id;
select support.person('stranger');
create function pg_temp.see(column_name text, id uuid) returns text language sql as $f$
    select format('select %s from task.get_by_id(%L)', $1, $2)
$f$;
select is(support.act('poster', pg_temp.see('address', (select open_id from work))), '1201 2nd Ave', 'the poster sees the address');
select is(support.act('worker', pg_temp.see('address', (select accepted_id from work))), '1201 2nd Ave', 'and the assigned worker');
select is(support.act('stranger', pg_temp.see('title', (select open_id from work))), 'Move a couch', 'others see open work');
select is(support.act('stranger', pg_temp.see('address', (select open_id from work))), null, 'without its address');
select is(support.act('stranger', pg_temp.see('latitude', (select open_id from work))), null, 'or position');
select is(support.act('stranger', pg_temp.see('zone', (select open_id from work))), 'downtown', 'but with its zone');
select is(support.act('stranger', pg_temp.see('(poster).full_name', (select open_id from work))), 'Test Person', 'but its poster');
select is(support.act('poster', pg_temp.see('worker is null', (select open_id from work))), 'true', 'no worker is null');
select is(support.code_as('stranger', pg_temp.see('id', (select unfunded_id from work))), 'HXA02', 'unpaid work is not shown');
select is(support.code_as('stranger', pg_temp.see('id', (select accepted_id from work))), 'HXA02', 'nor taken work');
select is(support.code_as('stranger', pg_temp.see('id', core.new_id())), 'HXA02', 'the same answer as for none');
select is(support.code_as('nobody_yet', pg_temp.see('id', (select open_id from work))), 'HX504', 'who has no account sees nothing');
select is(support.act('poster', 'select cardinality(items) from task.list()'), '3', 'a poster lists his own');
select is(support.act('worker', 'select cardinality(items) from task.list()'), '1', 'a worker what he has');
select is(support.act('worker', 'select cardinality(items) from task.list(party => ''poster'')'), '0', 'an empty list is a list');
select is(support.act('stranger', 'select cardinality(items) from task.list()'), '0', 'a stranger nothing');
select is(support.act('poster', 'select cardinality(items) from task.list(states => ''{ACCEPTED}'')'), '1', 'by state');
select is(support.act('poster', 'select cardinality(items) from task.list(category => ''cleaning'')'), '0', 'by category');
select is(support.code_as('poster', 'select task.list(states => ''{NOWHERE}'')'), 'HXA01', 'a state that is none');
select is(support.code_as('poster', 'select task.list(party => ''boss'')'), 'HXA01', 'a party that is none');
select is(support.code_as('poster', 'select task.list(page_size => 101)'), 'HXA01', 'a page of 101');
select is(support.code_as('poster', 'select task.list(page_cursor => ''1'')'), 'HXA01', 'a cursor that is none');
-- Keyset paging visits every row once.
create temporary table seen (id uuid);
do $$
declare page task.page; next text;
begin
    perform support.be('poster');
    loop
        page := task.list(page_size => 2, page_cursor => next);
        insert into seen select i.id from unnest(page.items) as i;
        next := page.next_cursor;
        exit when next is null;
    end loop;
end $$;
select results_eq('select count(*), count(distinct id) from seen', 'values (3::bigint, 3::bigint)', 'pages visit each row once');
select * from finish();
rollback;
