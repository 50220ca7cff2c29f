-- domain.md §6.3: private percentiles where a hundred and more have data, computed anew each time.
begin;
select plan(14);
select support.task_in('COMPLETED', 'poster', 'ann'), support.task_in('COMPLETED', 'poster', 'ann');
select is(trust_review.compute_percentiles(), 0, 'of few people nothing is told');
select is(support.act('ann', 'select count(*) from account.get_percentiles()'), '0', 'an empty list');
-- Ninety-nine others by copies of ann's work: the n-th completed n of a hundred, an hour each, and waited n seconds.
create temporary table crowd as select n, support.person('crowd' || n) as id from generate_series(1, 99) as n;
set local session_replication_role = replica;
create temporary table copies as
select c.n, c.id as worker_id, k, core.new_id() as task_id, t::task.task as original, e::escrow.escrow as held
  from crowd as c cross join generate_series(1, 2) as k
 join task.task as t on t.id = (select m.id from task.task as m where m.state = 'COMPLETED' limit 1)
  join escrow.escrow as e on e.task_id = t.id;
insert into task.task select (jsonb_populate_record(c.original, jsonb_build_object('id', c.task_id, 'worker_id', c.worker_id))).* from copies as c;
insert into escrow.escrow select (jsonb_populate_record(c.held, jsonb_build_object('id', core.new_id(), 'task_id', c.task_id))).* from copies as c;
insert into task.assignment (task_id, worker_id, accepted_at, started_at, ended_at, ending)
select c.task_id, c.worker_id, (c.held).funded_at + make_interval(secs => c.n), (c.held).funded_at, (c.held).funded_at + interval '1 hour',
       case when c.k = 2 and c.n <= 50 then 'abandoned' else 'completed' end from copies as c;
set local session_replication_role = origin;
select is(trust_review.compute_percentiles(), 300, 'three kinds of a hundred people; earnings an hour only ninety-nine have');
select is((select count(*) from trust.percentile as p where p.kind = 'earnings_velocity'), 0::bigint, 'so nobody is told');
select is(support.act('ann', 'select string_agg(kind || '' '' || top_percent, '', '') from account.get_percentiles()'), 'completion_rate 50, reliability 50, response_time 1', 'ann is among the better half, and the quickest');
select is(support.act('crowd1', 'select top_percent from account.get_percentiles() where kind = ''response_time'''), '2', 'the next is second');
select is(support.act('crowd99', 'select top_percent from account.get_percentiles() where kind = ''response_time'''), '100', 'the slowest last');
select is(support.act('crowd50', 'select concat_ws('' '', value, top_percent) from account.get_percentiles() where kind = ''reliability'''), '0.5000 100', 'half of it completed');
select is(trust_review.compute_percentiles(), 300, 'again it is the same');
select is((select count(*) from trust.percentile), 300::bigint, 'and not twice');
select is(support.act('crowd7', 'select count(distinct kind) from account.get_percentiles()'), '3', 'each reads his own');
select is(support.code_as('nobody_yet', 'select account.get_percentiles()'), 'HX504', 'who has no account has none');
select is_empty($$select r.rolname from pg_roles as r where r.rolname ~ '^hx_' and r.rolname <> 'hx_owner' and has_table_privilege(r.oid, 'trust.percentile', 'select')$$, 'nobody reads another''s');
set role hx_member;
select throws_ok('select trust_review.compute_percentiles()', '42501', null, 'nor has them computed');
reset role;
select * from finish();
rollback;
