-- ELI-02 ELI-03 ELI-07 ELI-08: a credential is handed in by its person, judged by staff or its provider, renewed without a gap, and revoked.
begin;
select plan(69);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.hand_in(trade text, location_state text default 'WA', number text default 'PL-12345') returns text language sql as $f$
    select format('select state || '' '' || licence_number from verification.submit_licence(%L, %L, %L)', $1, $2, $3) $f$;
create function pg_temp.judge(id uuid, verdict text, until timestamptz default core.now() + interval '1 year') returns text language sql as $f$
    select format('select state from verification.review(%L, %L, ''looked at'', %L)', $1, $2, $3) $f$;
create function pg_temp.held(name text) returns text language sql stable as $f$
    select coalesce(string_agg(v.trade || ':' || v.location_state || ':' || (v.expires_at - core.now()), ' ' order by v.trade, v.location_state), 'none')
      from verification.verified_trade as v where v.account_id = pg_temp.who($1) $f$;
create function pg_temp.states(name text) returns text language sql stable as $f$
    select string_agg(k.kind || ' ' || k.state, ', ' order by k.id) from verification.credential as k where k.account_id = pg_temp.who($1) $f$;

-- The door.
select support.person('ann');
select is(support.code_as('ann', pg_temp.hand_in('plumber')), 'HXA03', 'not before the identity is verified');
select support.identified('ann');
select is(support.code_as('ann', pg_temp.hand_in('moving')), 'HXA01', 'not for a trade without licence');
select is(support.code_as('ann', pg_temp.hand_in('juggler')), 'HXA01', 'nor for one that is none');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'PR')), 'HXA01', 'nor where there is no state');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'wa')), 'HXA01', 'nor in small letters');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'WA', 'abc')), 'HXA01', 'a number has four characters at least');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'WA', repeat('1', 51))), 'HXA01', 'and fifty at most');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'WA', 'AB 123')), 'HXA01', 'letters, digits and dashes');
select is(support.code_as('ann', pg_temp.hand_in('plumber', 'WA', null)), 'HXA01', 'and is required');
select is(support.code_as('ann', $$select verification.submit_licence('plumber', 'WA', 'PL-1', document_keys => array['../x']::verification.document_key[])$$), 'HXA01', 'a file has a key');
select is(support.code_as('nobody_yet', pg_temp.hand_in('plumber')), 'HX504', 'not without account');
select support.be('poster_only');
select account.register('Test Person', date '1990-01-01', '2026-01');
select verification._declare(pg_temp.who('poster_only'), 'poster', 'WA', null);
select is(support.code_as('poster_only', pg_temp.hand_in('plumber')), 'HXA03', 'not by who only posts');
select is(support.act('ann', pg_temp.hand_in('plumber', 'WA', 'pl-12345')), 'PENDING PL*****5', 'handed in, and shown masked');
select is(support.code_as('ann', pg_temp.hand_in('plumber')), 'HXA03', 'once');
select is(support.act('ann', pg_temp.hand_in('plumber', 'OR')), 'PENDING PL*****5', 'another state is another licence');
select is(pg_temp.held('ann'), 'none', 'a claim opens nothing');

-- The review.
create temporary table made as select (select k.id from verification.credential as k where k.account_id = pg_temp.who('ann') and k.location_state = 'WA') as licence;
grant select on made to public;
select is((select string_agg(i.full_name || ' ' || i.trade || ' ' || i.licence_number || ' ' || i.submission, ', ' order by i.location_state)
    from unnest((verification.get_queue()).items) as i), 'Test Person plumber PL-12345 1, Test Person plumber PL-12345 1', 'both wait for a reviewer, in full');
select is((verification.get_queue('insurance')).items, '{}', 'by kind');
select is(cardinality((verification.get_queue(page_size => 1)).items), 1, 'by page');
select isnt((verification.get_queue(page_size => 1)).next_cursor, null, 'and the next page is told');
select is((select string_agg(i.location_state, ' ') from unnest((verification.get_queue(page_cursor => (verification.get_queue(page_size => 1)).next_cursor)).items) as i), 'OR', 'which begins there');
select is(support.code_as('ann', pg_temp.judge(licence, 'VERIFIED')), 'HX503', 'no member reviews') from made;
insert into account.staff (account_id, role) values (pg_temp.who('ann'), 'hx_admin');
select is(support.code_as_admin(pg_temp.judge(licence, 'VERIFIED'), 'ann'), 'HX503', 'nobody reviews his own') from made;
delete from account.staff where account_id = pg_temp.who('ann');
select is(support.code_as_admin(pg_temp.judge(licence, 'VERIFIED', null)), 'HXA01', 'what is verified says until when') from made;
select is(support.code_as_admin(pg_temp.judge(licence, 'VERIFIED', core.now())), 'HXA01', 'a time ahead') from made;
select is(support.code_as_admin(pg_temp.judge(licence, 'VERIFIED', core.now() + interval '11 years')), 'HXA01', 'within reason') from made;
select is(support.code_as_admin(format('select verification.review(%L, ''VERIFIED'', null, now() + interval ''1 day'')', licence)), 'HXA01', 'with a reason') from made;
select is(support.code_as_admin(format('select verification.review(%L, null, ''x'')', licence)), 'HXA01', 'and a verdict') from made;
select is(support.code_as_admin(format('select verification.review(%L, ''PENDING'', ''x'')', licence)), 'HXA01', 'that is one') from made;
select is(support.code_as_admin(pg_temp.judge(core.new_id(), 'VERIFIED')), 'HXA02', 'of what is there');
select is(support.act_as_admin(pg_temp.judge(licence, 'VERIFIED')), 'VERIFIED', 'then it is verified') from made;
select is(pg_temp.held('ann'), 'plumber:WA:365 days', 'and the trade with it, in its state') from made;
select is((select a.action || ' ' || (a.details ->> 'verdict') from admin.action as a where a.subject_id = (select licence from made)), 'verification.review VERIFIED', 'on the record');
select is(support.code_as_admin(pg_temp.judge(licence, 'FAILED')), 'HXA03', 'once') from made;
select is(support.code_as('ann', pg_temp.hand_in('plumber')), 'HXA03', 'a verified one is not handed in again');

-- Insurance and background check.
select is(support.code_as('ann', $$select verification.submit_insurance('electrician', 100, array['a']::verification.document_key[])$$), 'HX608', 'no insurance of a trade that is not verified');
select is(support.code_as('ann', $$select verification.submit_insurance('plumber', null, array['a']::verification.document_key[])$$), 'HXA01', 'it covers something');
select is(support.code_as('ann', $$select verification.submit_insurance('plumber', 0, array['a']::verification.document_key[])$$), 'HXA01', 'more than nothing');
select is(support.code_as('ann', $$select verification.submit_insurance('plumber', 100, null)$$), 'HXA01', 'and has its certificate');
select support.credential('ann', 'insurance', lasts => interval '2 years');
select is((select (p.insurance_expires_at - core.now())::text from verification.capability_profile as p where p.account_id = pg_temp.who('ann')), '365 days', 'it counts as long as its trade');
select is(support.code_as('ann', 'select verification.initiate_background_check(false)'), 'HXA01', 'no check without consent');
select is(support.code_as('ann', 'select verification.initiate_background_check(null)'), 'HXA01', 'said aloud');
select is(support.act('ann', 'select state from verification.initiate_background_check(true)'), 'PENDING', 'with it there is');
select is(support.code_as('ann', 'select verification.initiate_background_check(true)'), 'HXA03', 'one at a time');

-- A provider's word.
create temporary table checked as select k.id from verification.credential as k where k.kind = 'background';
create function pg_temp.word(event text, verdict text, submission integer, provider text default 'checkr') returns text language sql volatile as $f$
    select (a.state || ' ' || a.outcome) from checked as c, verification.resolve($4, $1, c.id, $3, $2, 'as reported', core.now() + interval '1 year') as a $f$;
select throws_ok($$select pg_temp.word('e0', 'VERIFIED', 2)$$, 'HXA02', null, 'not about what was not handed in');
select throws_ok($$select pg_temp.word('e0', null, 1)$$, 'HXA01', null, 'nor without a verdict');
select is(pg_temp.word('e1', 'VERIFIED', 1), 'VERIFIED applied', 'a word is applied');
select is(pg_temp.word('e1', 'VERIFIED', 1), 'VERIFIED applied', 'the same event is answered as it was');
select throws_ok($$select pg_temp.word('e1', 'FAILED', 1)$$, 'HXA05', null, 'and is not another word');
select is(pg_temp.word('e2', 'VERIFIED', 1), 'VERIFIED repeated', 'another event of the same fact changes nothing');
select is(pg_temp.word('e3', 'FAILED', 1), 'VERIFIED contrary', 'the contrary changes nothing');
select is((select string_agg(f.kind, ' ') from audit.finding as f where f.subject_id = (select c.id from checked as c)), 'verification_contradicted', 'but is a finding for a person');
select is(support.code(s), 'HXA11', s) from unnest(array['update verification.word set verdict = ''FAILED''', 'delete from verification.word', 'truncate verification.word']) as s;
select is((select p.background_checked from verification.capability_profile as p where p.account_id = pg_temp.who('ann')), true, 'the check counts');

-- Revoked: fraud found later.
select is(support.code_as('ann', format('select verification.revoke(%L, ''x'')', licence)), 'HX503', 'a member revokes nothing') from made;
select is(support.act_as_admin(format('select state from verification.revoke(%L, ''forged'')', licence)), 'FAILED', 'an admin does') from made;
select is(pg_temp.held('ann'), 'none', 'and the trade is gone at once');
select is((select p.is_insured from verification.capability_profile as p where p.account_id = pg_temp.who('ann')), false, 'with the insurance that stood on it');
select is(support.code_as_admin(format('select verification.revoke(%L, ''forged'')', licence)), 'HXA03', 'once') from made;
select is(support.act('ann', 'select string_agg(state || coalesce('' '' || failure, '''') || '' '' || is_renewable, '', '' order by kind, location_state desc) from verification.get_status()'),
    'VERIFIED false, VERIFIED false, FAILED forged true, PENDING false', 'the person sees why');
select is(support.act('ann', pg_temp.hand_in('plumber', 'WA', 'PL-99999')), 'PENDING PL*****9', 'and hands it in anew, free');
select is((select count(*) from verification.credential as k where k.account_id = pg_temp.who('ann') and k.kind = 'licence'), 2::bigint, 'in the same row');

-- A renewal leaves no gap.
select support.credential('bob', lasts => interval '31 days');
select is(support.code_as('bob', pg_temp.hand_in('plumber')), 'HXA03', 'not a month and a day before');
select support.set_clock(interval '2 days');
select is(support.act('bob', pg_temp.hand_in('plumber')), 'PENDING PL*****5', 'within the month');
select is(pg_temp.states('bob') || ' ' || pg_temp.held('bob'), 'licence VERIFIED, licence PENDING plumber:WA:29 days', 'beside the old one, which counts meanwhile');
select support.review((select k.id from verification.credential as k where k.account_id = pg_temp.who('bob') and k.state = 'PENDING'));
select is(pg_temp.states('bob') || ' ' || pg_temp.held('bob'), 'licence EXPIRED, licence VERIFIED plumber:WA:365 days', 'the new one takes its place in one commit');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
