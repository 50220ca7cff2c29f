-- LIF-21 LIF-24 ELI-05 ELI-06: every combination of the six checks, and of what has expired: list, check, feed, acceptance
-- and explanation agree, and say yes where all six hold and nothing has expired.
begin;
-- What work asks is set by hand: no category asks for all of it.
create temporary table combination as
select c.n, (c.n & 1) > 0 as in_state, (c.n & 2) > 0 as has_trade, (c.n & 4) > 0 as has_tier, (c.n & 8) > 0 as is_cleared,
       (c.n & 16) > 0 as is_insured, (c.n & 32) > 0 as is_checked, (c.n & 64) > 0 as is_expired
  from generate_series(0, 127) as c (n);
select plan((select count(*)::integer from combination) * 5 + 7);
-- Eight people: with and without trade, insurance (which needs the trade) and check; in Washington all.
create temporary table people as
select format('p%s', k.n) as name, (k.n & 1) > 0 as has_trade, (k.n & 2) > 0 as is_insured, (k.n & 4) > 0 as is_checked
  from generate_series(0, 7) as k (n);
select support.identified(p.name), support.tier(p.name, 3) from people as p;
select support.credential(p.name, lasts => interval '10 days') from people as p where p.has_trade;
-- Insured without the trade that is asked for: by another trade.
select support.credential(p.name, trade => 'hvac', lasts => interval '10 days') from people as p where p.is_insured and not p.has_trade;
select support.credential(p.name, 'insurance', case when p.has_trade then 'plumber' else 'hvac' end, lasts => interval '10 days') from people as p where p.is_insured;
select support.credential(p.name, 'background', lasts => interval '10 days') from people as p where p.is_checked;
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
-- Work that asks for all, and asks for too much where the combination says so: born as no category asks.
create temporary table template as select support.task('poster') as id;
create function pg_temp.born(work_state text, risk_level text, required_tier integer, asks_all boolean) returns uuid language sql as $f$
    with born as (
        insert into task.task (id, city_id, poster_id, title, description, category, price_cents, currency, cell, zone, location_state,
            risk_level, required_tier, required_trade, insurance_required, background_required, review_period, live_multiplier, deadline_at)
        select core.new_id(), t.city_id, t.poster_id, t.title, t.description, t.category, t.price_cents, t.currency, t.cell, t.zone,
               $1, $2, $3, 'plumber', $4, $4, t.review_period, t.live_multiplier, t.deadline_at + interval '20 days'
          from task.task as t join template on template.id = t.id
        returning id)
    select b.id from born as b $f$;
create temporary table work as select c.*, p.name, pg_temp.born(case when c.in_state then 'WA' else 'OR' end,
           case when c.is_cleared then 'high' else 'critical' end, case when c.has_tier then 3 else 4 end, true) as id
  from combination as c
  join people as p on p.has_trade = c.has_trade and p.is_insured = c.is_insured and p.is_checked = c.is_checked;
select support.deliver(support.payment_event(support.escrow_of(w.id))) from work as w;
-- A licence in Oregon too, so that the state alone decides where the combination differs by it.
select support.credential(p.name, location_state => 'OR', lasts => interval '10 days') from people as p where p.has_trade;
create temporary table answer (n integer, listed boolean, checked boolean, offered boolean, accepted text, explained text);
create function pg_temp.ask(expired boolean) returns void language sql as $f$
    insert into answer
    select w.n, w.id in (select o from eligibility._open_tasks(pg_temp.who(w.name)) as o), eligibility.check(pg_temp.who(w.name), w.id),
           support.act(w.name, format('select %L = any (array(select i.id from unnest((task.get_feed(sort_by => ''newest'', page_size => 50)).items) as i))', w.id))::boolean,
           support.code_as(w.name, format('select task.accept(%L)', w.id)),
           support.act(w.name, format('select coalesce(string_agg(rule, '' '') filter (where not passed), '''') from eligibility.explain(%L)', w.id))
      from work as w where w.is_expired = $1 $f$;
select pg_temp.ask(false);
select support.set_clock(interval '11 days');
select pg_temp.ask(true);
create temporary table expected as
select c.n, c.in_state and c.has_trade and c.has_tier and c.is_cleared and c.is_insured and c.is_checked and not c.is_expired as may,
       concat_ws(' ', case when not c.in_state then 'LOCATION' end, case when not c.has_trade or c.is_expired then 'LICENSE' end,
           case when not c.has_tier then 'TRUST_TIER' end, case when not c.is_cleared then 'CLEARANCE' end,
           case when not c.is_insured or c.is_expired then 'INSURANCE' end, case when not c.is_checked or c.is_expired then 'BACKGROUND' end) as missing
  from combination as c;
select is(a.listed, e.may, format('%s is listed: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.checked, e.may, format('%s is checked: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.offered, e.may, format('%s is in the feed: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.accepted, case when e.may then 'done' else 'HX609' end, format('%s is accepted: %s', e.n, e.may)) from expected as e join answer as a using (n) order by e.n;
select is(a.explained, e.missing, format('%s lacks: %s', e.n, e.missing)) from expected as e join answer as a using (n) order by e.n;
select is((select count(*) from answer), 128::bigint, 'all were asked');
select is((select count(*) from expected as e where e.may), 1::bigint, 'one of them may');

-- A licence of another state opens no work here, nor of another trade.
select support.set_clock(interval '0');
create temporary table elsewhere as select pg_temp.born('WA', 'low', 1, false) as id;
select support.deliver(support.payment_event(support.escrow_of(e.id))) from elsewhere as e;
select support.credential('only_oregon', location_state => 'OR'), support.credential('only_hvac', trade => 'hvac'), support.credential('right');
select is(support.code_as(n.name, format('select task.accept(%L)', e.id)), n.code, n.name || ' ' || n.code)
  from elsewhere as e, (values ('only_oregon', 'HX609'), ('only_hvac', 'HX609'), ('right', 'done')) as n (name, code);
-- Nor does anything open where an account is not active, or nothing was declared.
update account.user set state = 'PAUSED' where id = pg_temp.who('right');
select is(eligibility.check(pg_temp.who('right'), e.id), false, 'not to who is paused') from elsewhere as e;
select is((select count(*) from eligibility._capability(core.new_id())), 0::bigint, 'nor to nobody');
select * from finish();
rollback;
