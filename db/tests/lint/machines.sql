-- M3 M7: every machine is whole: born in one state, every state reachable, no dead end but a
-- terminal one, money never stuck.
begin;
select plan(8);
create temporary view reachable as
with recursive walk (machine, state) as (
    select s.machine, s.state from core.state as s where s.is_initial
    union
    select t.machine, t.to_state from walk as w join core.transition as t
        on t.machine = w.machine and t.from_state = w.state)
select * from walk;
create temporary view endings as
with recursive walk (machine, start, state) as (
    select s.machine, s.state, s.state from core.state as s
    union
    select w.machine, w.start, t.to_state from walk as w join core.transition as t
        on t.machine = w.machine and t.from_state = w.state)
select w.machine, w.start, w.state from walk as w
  join core.state as s on s.machine = w.machine and s.state = w.state and s.is_terminal;

select cmp_ok((select count(*) from core.machine), '>=', 7::bigint, 'the machines are there');
select is_empty($$select m.machine from core.machine as m where (select count(*) from core.state as s
    where s.machine = m.machine and s.is_initial) <> 1$$, 'each is born in exactly one state');
select is_empty($$select s.machine, s.state from core.state as s
    except select r.machine, r.state from reachable as r$$, 'no state is unreachable');
select is_empty($$select s.machine, s.state from core.state as s where not s.is_terminal
    and not exists (select from core.transition as t
        where t.machine = s.machine and t.from_state = s.state)$$, 'no dead end that is not terminal');
select is_empty($$select t.machine, t.from_state from core.transition as t join core.state as s
    on s.machine = t.machine and s.state = t.from_state and s.is_terminal$$,
    'nothing leaves a terminal state');
select is_empty($$select s.machine, s.state from core.state as s
    where s.machine not in ('circuit', 'credential')
      and not exists (select from endings as e where e.machine = s.machine and e.start = s.state)$$,
    'every state can end, but of what lasts as long as its party');
select is_empty($$select s.machine, s.state, w.way from core.state as s
    cross join (values ('RELEASED'), ('REFUNDED')) as w (way)
    where s.machine = 'escrow' and s.holds_money and not exists (
      select from core.transition as t where t.machine = s.machine and t.from_state = s.state
        and t.to_state = w.way)$$, 'held money can be released and refunded');
select is_empty($$select m.machine from core.machine as m where to_regclass(m.relation) is null$$,
    'each governs a table that exists');
select * from finish();
rollback;
