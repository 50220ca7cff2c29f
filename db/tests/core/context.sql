-- S2 S6: who is calling comes from the sealed context alone; nobody and a forger are refused.
begin;
select plan(20);
select support.person('honest');
select support.be_nobody();
select throws_ok('select account.get_profile()', 'HX501', null, 'nobody is refused to read');
select throws_ok('select account.update_profile(default_mode => ''poster'')', 'HX501', null, 'and to write');
select throws_ok('select account.register(''Ann Onymous'', ''1990-01-01'', ''1'')', 'HX501', null,
    'and to register');
select set_config('hx.context', jsonb_build_object('account_id', (select u.id from account.user as u
    where u.email = 'admin@example.org'))::text, true);
select throws_ok('select account.get_profile()', 'HX502', null, 'a context without seal is refused');
select support.be('honest');
select set_config('hx.context', jsonb_build_object('account_id', (select u.id from account.user as u
    where u.email = 'admin@example.org'))::text, true);
select throws_ok('select account.get_profile()', 'HX502', null, 'and one under another''s seal');
select support.be('honest');
select is((select p.email from account.get_profile() as p), 'honest@example.test', 'the sealed one holds');
select throws_ok('set local role hx_member; select core._enter(null, null, null, true)', '42501', null,
    'a member can''t fill it');
select throws_ok('set local role hx_member; select * from core.secret', '42501', null,
    'nor read the secret');
select throws_ok('set local role hx_member; select core.become(''a@b.co'', ''x'')', '42501', null,
    'nor become anybody');
select throws_ok($$select core.become('not an address', 'why')$$, 'HXA01', null, 'an address is one');
select throws_ok($$select core.become('honest@example.test', ' ')$$, 'HXA01', null, 'a reason is required');
select is(core.become('HONEST@example.test', 'to see'), (select u.id from account.user as u
    where u.email = 'honest@example.test'), 'becoming answers the account');
select is((select count(*) from core.event as v where v.event = 'became' and v.reason = 'to see'
    and v.session_user_name = session_user and v.version is null), 1::bigint, 'and is an event');
select is(core.become('stranger@example.test', 'to join'), null, 'an unknown address has no account');
select is((account.register('Strange R', '1990-01-01', '1')).email, 'stranger@example.test',
    'until it registers');
-- Who has an account is himself by the DBA's door too.
select is(core.become('poster@example.org', 'to see') is not null, true, 'becoming a person with an account');
select is((account.register('Petra Poster', '1990-01-01', '2026-01')).email, 'poster@example.org',
    'registering again answers it');
select core.become('newcomer@example.test', 'to see');
select throws_ok('select account.get_profile()', 'HX504', 'There is no account for this identity yet.',
    'a verified identity without account is sent to register');
select throws_ok('select task.cancel(core.new_id())', 'HX504', null, 'whatever it calls');
select throws_ok('set local role hx_member; select core.fail(''HXA01'', null, ''my own words'')', '42501', null,
    'a member raises nothing in the house''s name');
select * from finish();
rollback;
