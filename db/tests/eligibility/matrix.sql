-- LIF-21 LIF-24 ELI-05 ELI-06: every combination of the six checks, and of what has expired: list, check, acceptance and
-- explanation agree, and say yes where all six hold and nothing has expired.
begin;
-- What work asks is set by hand: no category asks for all of it.
create temporary table combination as
select c.n, (c.n & 1) > 0 as in_state, (c.n & 2) > 0 as has_trade, (c.n & 4) > 0 as has_tier, (c.n & 8) > 0 as is_cleared,
       (c.n & 16) > 0 as is_insured, (c.n & 32) > 0 as is_checked, (c.n & 64) > 0 as is_expired
  from generate_series(0, 127) as c (n);
select plan((select count(*)::integer from combination) * 4 + 7);
-- Eight people: with and without trade, insurance (which needs the trade) and check; in Washington all.
create temporary table people as
select format('p%s', k.n) as name, (k.n & 1) > 0 as has_trade, (k.n & 2) > 0 as is_insured, (k.n & 4) > 0 as is_checked
  from generate_series(0, 7) as k (n);
select support.identified(p.name), support.tier(p.name, 3) from people as p;
select support.credential(p.name, lasts => interval '100 days') from people as p where p.has_trade;
-- Insured without the trade that is asked for: by another trade.
select support.credential(p.name, trade => 'hvac', lasts => interval '100 days') from people as p where p.is_insured and not p.has_trade;
select support.credential(p.name, 'insurance', case when p.has_trade then 'plumber' else 'hvac' end, lasts => interval '100 days') from people as p where p.is_insured;
select support.credential(p.name, 'background', lasts => interval '100 days') from people as p where p.is_checked;
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
-- Work that asks for all, and asks for too much where the combination says so.
create temporary table work as select c.*, p.name, support.task('poster') as id
  from combination as c
  join people as p on p.has_trade = c.has_trade and p.is_insured = c.is_insured and p.is_checked = c.is_checked;
set session_replication_role = replica;
update task.task as t
   set location_state = case when w.in_state then 'WA' else 'OR' end, required_tier = case when w.has_tier then 3 else 4 end,
       risk_level = case when w.is_cleared then 'high' else 'critical' end, insurance_required = true, background_required = true,
       required_trade = 'plumber', deadline_at = t.deadline_at + case when w.is_expired then interval '120 days' else interval '0' end
  from work as w where t.id = w.id;
set session_replication_role = origin;
select support.deliver(support.payment_event(support.escrow_of(w.id))) from work as w;
-- A licence in Oregon too, so that the state alone decides where the combination differs by it.
select support.credential(p.name, location_state => 'OR', lasts => interval '100 days') from people as p where p.has_trade;
create temporary table answer (n integer, listed boolean, checked boolean, accepted text, explained text);
create function pg_temp.ask(expired boolean) returns void language sql as $f$
    insert into answer
    select w.n, w.id in (select o from eligibility._open_tasks(pg_temp.who(w.name)) as o), eligibility.check(pg_temp.who(w.name), w.id),
           support.code_as(w.name, format('select task.accept(%L)', w.id)),
           support.act(w.name, format('select coalesce(string_agg(rule, '' '') filter (where not passed), '''') from eligibility.explain(%L)', w.id))
      from work as w where w.is_expired = $1 $f$;
select pg_temp.ask(false);
select support.set_clock(interval '101 days');
select pg_temp.ask(true);
create temporary table expected as
select c.n, c.in_state and c.has_trade and c.has_tier and c.is_cleared and c.is_insured and c.is_checked and not c.is_expired as may,
       concat_ws(' ', case when not c.in_state then 'LOCATION' end, case when not c.has_trade or c.is_expired then 'LICENSE' end,
           case when not c.has_tier then 'TRUST_TIER' end, case when not c.is_cleared then 'CLEARANCE' end,
           case when not c.is_insured or c.is_expired then 'INSURANCE' end, case when not c.is_checked or c.is_expired then 'BACKGROUND' end) as missing
  from combination as c;
select is(a.listed, e.may, format('%s is listed: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.checked, e.may, format('%s is checked: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.accepted, case when e.may then 'done' else 'HX609' end, format('%s is accepted: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.explained, e.missing, format('%s lacks: %s', e.n, e.missing)) from expected as e join answer as a using (n) order by e.n;
select is((select count(*) from answer), 128::bigint, 'all were asked');
select is((select count(*) from expected as e where e.may), 1::bigint, 'one of them may');

-- A licence of another state opens no work here, nor of another trade.
select support.set_clock(interval '0');
create temporary table elsewhere as select support.task_in('OPEN', 'poster') as id;
set session_replication_role = replica;
update task.task as t set required_trade = 'plumber' from elsewhere as e where t.id = e.id;
set session_replication_role = origin;
select support.credential('only_oregon', location_state => 'OR'), support.credential('only_hvac', trade => 'hvac'), support.credential('right');
select is(support.code_as(n.name, format('select task.accept(%L)', e.id)), n.code, n.name || ' ' || n.code)
  from elsewhere as e, (values ('only_oregon', 'HX609'), ('only_hvac', 'HX609'), ('right', 'done')) as n (name, code);
-- Nor does anything open where an account is not active, or nothing was declared.
update account.user set state = 'PAUSED' where id = pg_temp.who('right');
select is(eligibility.check(pg_temp.who('right'), e.id), false, 'not to who is paused') from elsewhere as e;
select is((select count(*) from eligibility._capability(core.new_id())), 0::bigint, 'nor to nobody');
select * from finish();
rollback;
