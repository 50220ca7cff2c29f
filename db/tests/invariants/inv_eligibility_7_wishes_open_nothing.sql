-- ELI-06: kill test of INV-ELIGIBILITY-7. A wish makes nobody eligible, and stands only on what it needs.
begin;
select plan(18);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.flags() returns text language sql stable as $f$
    select concat_ws(' ', case when p.takes_in_home then 'home' end, case when p.takes_urgent then 'urgent' end, case when p.takes_high_value then 'high' end)
      from verification.capability_profile as p where p.account_id = pg_temp.who('ann') $f$;
create function pg_temp.may() returns text language sql stable as $f$
    select md5(string_agg(e::text, ' ' order by e)) from eligibility._open_tasks(pg_temp.who('ann')) as e $f$;
select support.task_in('OPEN'), support.task('poster', category => 'plumbing'), support.person('ann');
select support.identified('ann');
create temporary table before as select pg_temp.may() as may;
select is(support.code_as('ann', 'select verification.set_willingness(takes_in_home => true)'), 'HXA03', 'work in homes needs insurance');
select is(support.code_as('ann', 'select verification.set_willingness(takes_high_value => true)'), 'HXA03', 'valuable work a tier');
select is(support.act('ann', 'select takes_urgent from verification.set_willingness(takes_urgent => true)'), 'true', 'urgent work nothing');
select is(pg_temp.flags(), 'urgent', 'it is in the profile');
select is(pg_temp.may(), b.may, 'and opens nothing') from before as b;
select is(support.code(s), 'HX609', s) from unnest(array[
    'update verification.capability_profile set takes_in_home = true', 'update verification.capability_profile set takes_high_value = true',
    'update verification.capability_profile set takes_urgent = false']) as s;
-- What the owner wishes for him waits until it may.
update verification.willingness set takes_in_home = true, takes_high_value = true where account_id = pg_temp.who('ann');
select is(pg_temp.flags(), 'urgent', 'a wish without what it needs has no effect');
select is(pg_temp.may(), b.may, 'and opens nothing') from before as b;
select support.tier('ann', 3);
select is(pg_temp.flags(), 'urgent high', 'with the tier it has');
select support.credential('ann'), support.credential('ann', 'insurance', lasts => interval '10 days');
select is(pg_temp.flags(), 'home urgent high', 'with the insurance too');
create temporary table now_may as select pg_temp.may() as may;
select support.act('ann', 'select verification.set_willingness(false, false, false)');
select is(pg_temp.flags(), '', 'nothing is wished for any more');
select is(pg_temp.may(), b.may, 'and the predicate asks for no wish') from now_may as b;
select is(support.act('ann', 'select takes_in_home from verification.set_willingness(takes_in_home => true)'), 'true', 'insured, one may wish it');
select support.set_clock(interval '10 days');
select is(support.code_as('ann', 'select verification.set_willingness(takes_in_home => true)'), 'HXA03', 'expired, no more');
select is(support.code('truncate verification.willingness'), 'HXA11', 'wishes are never emptied at once');
select support.set_clock(interval '0');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
