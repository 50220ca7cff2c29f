-- M3 LIF-02 LIF-03 ESC-05 PRF-01: every pair of states of every machine, by the owner's raw SQL: the
-- rows of core.transition pass and nothing else does. Generated from the rows.
begin;
create temporary table pairs as
select f.machine, f.state as from_state, t.state as to_state,
       exists (select from core.transition as r where r.machine = f.machine
          and r.from_state = f.state and r.to_state = t.state) as is_legal,
       support.move(f.machine, support.specimen(f.machine, f.state), t.state) as statement
  from core.state as f
  join core.state as t on t.machine = f.machine and t.state <> f.state;
select plan((select count(*)::integer from pairs) + (select count(*)::integer from core.state));

select case when p.is_legal
       then is(support.code_now(p.statement), 'done',
               format('%s %s → %s is made', p.machine, p.from_state, p.to_state))
       else ok(support.code_now(p.statement) in ('HXA03', 'HXA11', 'HX001', 'HX002', 'HX201', 'HX301'),
               format('%s %s → %s is refused', p.machine, p.from_state, p.to_state)) end
  from pairs as p order by p.machine, p.from_state, p.to_state;

-- Births: the same row under a new id, born in each state.
select case when s.is_initial
       then ok(exists (select from core.event as v where v.aggregate = s.machine and v.version = 1
                and v.from_state is null and v.to_state = s.state),
            format('a %s is born %s', s.machine, s.state))
       else ok(b.code in ('HXA03', 'HX201', 'HX301'), format('no %s is born %s (%s)', s.machine, s.state, b.code)) end
  from core.state as s
  join core.machine as m on m.machine = s.machine
 cross join lateral (select support.code_now(format(
    'insert into %1$s (%4$s) select %4$s from (select (jsonb_populate_record(r, %2$L)).* from %1$s as r where r.id = %3$L) as n',
    m.relation, jsonb_build_object('id', core.new_id(), 'state', s.state),
    support.specimen(s.machine, (select i.state from core.state as i
        where i.machine = s.machine and i.is_initial)),
    (select string_agg(format('%I', a.attname), ', ') from pg_attribute as a
      where a.attrelid = m.relation::regclass and a.attnum > 0 and a.attgenerated = ''))) as code) as b
 order by s.machine, s.state;
select * from finish();
rollback;
