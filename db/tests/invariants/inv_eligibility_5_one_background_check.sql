-- ELI-06: kill test of INV-ELIGIBILITY-5. The background flag stands on one verified, unexpired check of that person.
begin;
select plan(14);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create temporary table made as select support.credential('ann', 'background', lasts => interval '20 days') as first;
select support.identified('bob');
select is((select p.background_checked from verification.capability_profile as p where p.account_id = pg_temp.who('ann')), true, 'a verified check counts');
select is(support.code(s), 'HX609', s) from unnest(array[
    format($$update verification.capability_profile set background_checked = true, background_expires_at = core.now() + interval '1 day' where account_id = %L$$, pg_temp.who('bob')),
    format($$update verification.capability_profile set background_checked = true where account_id = %L$$, pg_temp.who('bob')),
    $$update verification.capability_profile set background_expires_at = background_expires_at + interval '1 day' where background_checked$$,
    $$update verification.capability_profile set background_checked = false, background_expires_at = null where background_checked$$]) as s;
select support.submit('ann', 'background');
create temporary table second as select k.id from verification.credential as k where k.account_id = pg_temp.who('ann') and k.state = 'PENDING';
select is((select count(*) from second), 1::bigint, 'a renewal waits beside it');
select is(support.code(format($$insert into verification.credential (account_id, kind, consented_at, provider) values (%L, 'background', core.now(), 'x')$$, pg_temp.who('ann'))), 'HXA03', 'one at a time');
select is(support.code(format($$update verification.credential set state = 'VERIFIED', verified_at = core.now(), expires_at = core.now() + interval '1 day', method = 'registry', reviewer_id = %L
    where id = %L$$, pg_temp.who('bob'), s.id)), 'HX609', 'two are never verified, for the owner too') from second as s;
select is(support.code(format($$insert into verification.credential (account_id, kind, provider) values (%L, 'background', 'x')$$, pg_temp.who('bob'))), 'HXA01', 'none without consent');
select is(support.code(format($$insert into verification.credential (account_id, kind, consented_at) values (%L, 'background', core.now())$$, pg_temp.who('bob'))), 'HXA01', 'nor without who makes it');
select is(support.code(format($$insert into verification.credential (account_id, kind, consented_at, provider, state) values (%L, 'background', core.now(), 'x', 'VERIFIED')$$, pg_temp.who('bob'))), 'HXA03', 'none is born verified');
select support.review(s.id) from second as s;
select is((select string_agg(k.state, ' ' order by k.id) from verification.credential as k where k.account_id = pg_temp.who('ann')), 'EXPIRED VERIFIED', 'the new one takes the place of the old');
select is((select p.background_expires_at - core.now() from verification.capability_profile as p where p.account_id = pg_temp.who('ann')), interval '365 days', 'and its time');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
