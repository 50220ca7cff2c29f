-- ELI-02 ELI-05 ELI-12: the settings page of work, the profile, and what one verification more would open: real counts.
begin;
select plan(30);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.page(what text) returns text language sql as $f$
    select support.act('ann', format('select %s from verification.get_work_eligibility() as w', $1)) $f$;
create function pg_temp.chances() returns text language sql as $f$
    select support.act('ann', 'select coalesce(string_agg(kind || '' '' || requirement || '' '' || tasks || '' '' || average_price_cents, '', ''), ''none'') from verification.get_opportunities()') $f$;
select support.be('ann');
select account.register('Test Person', date '1990-01-01', '2026-01');
select is(support.code_as('ann', 'select verification.get_work_eligibility()'), 'HXA02', 'before the onboarding there is none');
select is(support.code_as('ann', 'select verification.get_capability_profile()'), 'HXA02', 'nor a profile');
select is(support.code_as('ann', 'select verification.set_willingness(takes_urgent => true)'), 'HXA03', 'nor a wish');
select is(pg_temp.chances(), 'none', 'nor a chance');
select verification._declare(pg_temp.who('ann'), 'hustler', 'WA', array['moving', 'plumber', 'it_networking'], array[null, 'yes', 'unsure']);
select is(pg_temp.page('w.location_state || '' '' || w.tier || '' '' || array_to_string(w.clearances, '' '')'), 'WA 1 low', 'the summary');
select is(pg_temp.page('''moving'' = any (w.eligible_categories) and ''plumbing'' = any (w.other_categories) and ''it_networking'' = any (w.other_categories)'), 'true', 'what is open and what is not');
select is(pg_temp.page('(select count(*) from task.category) = cardinality(w.eligible_categories) + cardinality(w.other_categories)') , 'true', 'is all there is') where false
union all select is((select count(*) from task.category), pg_temp.page('cardinality(w.eligible_categories) + cardinality(w.other_categories)')::bigint, 'is all there is');
select is(pg_temp.page('(select string_agg(t.trade || '' '' || t.state, '', '') from unnest(w.trades) as t)'), 'it_networking NOT_VERIFIED, plumber NOT_VERIFIED', 'trades that need a licence');
select is(pg_temp.page('(w.insurance is null) || '' '' || (w.background is null) || '' '' || cardinality(w.notices)'), 'true true 0', 'no more than is of use');

-- Open work: two for plumbers, one of them for whom is insured only.
create temporary table posted (name text, id uuid);
insert into posted select 'network', support.task('poster', 10000, category => 'it_networking');
insert into posted select 'other_network', support.task('poster', 20000, category => 'it_networking');
insert into posted select 'pipes', support.task('poster', 40000, category => 'plumbing');
insert into posted select 'unpaid', support.task('poster', 50000, category => 'it_networking');
select support.deliver(support.payment_event(support.escrow_of(p.id))) from posted as p where p.name <> 'unpaid';
select is(pg_temp.chances(), 'licence it_networking 2 15000', 'what a licence alone would open, counted, and its average price');
select support.tier('ann', 2);
select is(pg_temp.chances(), 'licence it_networking 2 15000', 'what lacks two things is no chance');
select support.credential('ann', lasts => interval '40 days');
select is(pg_temp.chances(), 'licence it_networking 2 15000, insurance liability 1 40000', 'insurance is, with its trade');
select is(pg_temp.page('(w.insurance).state || '' '' || (w.background is null)'), 'NOT_VERIFIED true', 'and the page shows it');
select support.submit('ann', 'insurance');
select is(pg_temp.page('(w.insurance).state'), 'PENDING', 'as it stands');
select support.review(k.id, lasts => interval '35 days') from verification.credential as k where k.kind = 'insurance';
select is(pg_temp.chances(), 'licence it_networking 2 15000', 'once it is verified the work is open');
select is(support.act('ann', format('select task.accept(%L)', (select p.id from posted as p where p.name = 'pipes'))) is not null, true, 'and can be taken');
select support.credential('ann', trade => 'it_networking');
select is(pg_temp.chances(), 'none', 'only what is more than nothing is told');
select is(pg_temp.page('(select string_agg(t.trade || '' '' || t.state || '' '' || t.licence_number || '' '' || t.is_renewable, '', '') from unnest(w.trades) as t)'),
    'it_networking VERIFIED PL*****5 false, plumber VERIFIED PL*****5 false', 'the page follows, numbers masked');
select is(support.act('ann', 'select tier || '' '' || is_insured || '' '' || (select string_agg(t.trade || '':'' || t.location_state, '' '') from unnest(trades) as t) from verification.get_capability_profile()'),
    '2 true it_networking:WA plumber:WA', 'so does the profile');

-- Notices.
select support.submit('ann', 'background');
select is(pg_temp.page('(w.background).state || '' '' || cardinality(w.notices)'), 'PENDING 0', 'a check that was asked for is shown');
select support.review(k.id, 'FAILED') from verification.credential as k where k.kind = 'background';
select is(pg_temp.page('(select string_agg(n.kind || '' '' || n.severity || '' '' || n.credential_kind, '', '') from unnest(w.notices) as n)'), 'VERIFICATION_FAILED error background', 'a failure is an error');
select support.set_clock(interval '11 days');
select is(pg_temp.page('(select string_agg(n.kind || '' '' || n.severity || '' '' || coalesce(n.trade, ''-''), '', '' order by n.at, n.trade) from unnest(w.notices) as n)'),
    'VERIFICATION_FAILED error -, CREDENTIAL_EXPIRES warning plumber, CREDENTIAL_EXPIRES warning plumber', 'what will expire within the month a warning');
select is(support.act('ann', 'select count(*) from verification.get_status() where is_renewable'), '3', 'and can be renewed');
select support.submit('ann');
select is(pg_temp.page('(select count(*) from unnest(w.notices) as n where n.credential_kind = ''licence'')'), '0', 'a renewal under way asks for nothing');
select support.set_clock(interval '36 days');
select verification.process_due();
select is(pg_temp.page('(w.insurance).state || '' '' || w.takes_in_home || '' '' || (select string_agg(n.kind, '' '') from unnest(w.notices) as n where n.credential_kind = ''insurance'')'), 'EXPIRED false CREDENTIAL_EXPIRED', 'what expired asks to be renewed');
select is(support.act('ann', 'select count(*) from verification.get_status(''insurance'')'), '1', 'one kind alone');
select is(support.code_as('ann', 'select verification.get_status(''passport'')'), 'HXA01', 'that is one');
select is(support.code_as('nobody_yet', 'select verification.get_status()'), 'HX504', 'not without account');
select support.set_clock(interval '0');
set constraints all immediate;
select is((select count(*) from audit.prove() as v where v.violations > 0 and v.invariant ~ 'profiles|trades|credentials'), 0::bigint, 'what is derived is proved');
select is(support.code_as('poster', 'select verification.get_opportunities()'), 'done', 'a poster may ask too');
select * from finish();
rollback;
