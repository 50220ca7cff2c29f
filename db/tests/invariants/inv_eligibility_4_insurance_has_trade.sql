-- ELI-06: kill test of INV-ELIGIBILITY-4. Insurance is of a verified trade, and counts from a verified row alone.
begin;
select plan(16);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.insured() returns text language sql stable as $f$
    select p.is_insured || coalesce(' ' || (p.insurance_expires_at - core.now()), '') from verification.capability_profile as p where p.account_id = pg_temp.who('ann') $f$;
create function pg_temp.insurance(trade text default 'plumber', name text default 'ann') returns text language sql as $f$
    select format('insert into verification.credential (account_id, kind, trade, coverage_cents, document_keys)
        values (%L, ''insurance'', %L, 100, array[''a''])', pg_temp.who($2), $1) $f$;
select support.identified('ann'), support.person('bob');
select is(support.code(pg_temp.insurance()), 'HX608', 'not before a trade is verified');
select support.credential('bob');
select is(support.code(pg_temp.insurance()), 'HX608', 'another person''s trade is none');
select support.credential('ann', trade => 'electrician', location_state => 'OR', lasts => interval '30 days');
select is(support.code(pg_temp.insurance()), 'HX608', 'another trade is none');
select is(support.code(pg_temp.insurance('electrician')), 'done', 'a licence in any state is');
select is(support.code(replace(pg_temp.insurance('electrician'), 'array[''a'']', '''{}''')), 'HXA01', 'with its certificate');
select support.submit('ann', 'insurance', 'electrician');
select is(pg_temp.insured(), 'false', 'one that waits insures nothing');
select is(support.code(s), 'HX608', s) from unnest(array[
    $$update verification.capability_profile set is_insured = true, insurance_expires_at = core.now() + interval '1 day'$$,
    $$update verification.capability_profile set insurance_expires_at = core.now() + interval '1 day'$$]) as s;
select is(support.code($$update verification.capability_profile set is_insured = true$$), 'HX609', 'nor by half');
select support.review((select k.id from verification.credential as k where k.kind = 'insurance'), lasts => interval '60 days');
select is(pg_temp.insured(), 'true 30 days', 'a verified one counts while its trade does');
select support.set_clock(interval '30 days');
select is(verification.process_due(), 1, 'the trade expires');
select is(pg_temp.insured(), 'false', 'and the insurance counts no more');
select support.set_clock(interval '60 days');
select is(verification.process_due(), 1, 'then the insurance does');
select is(support.code_as('ann', $$select verification.submit_insurance('electrician', 100, array['a']::verification.document_key[])$$), 'HX608', 'it is not renewed before its trade');
select is(support.code($$update verification.credential set state = 'PENDING', verified_at = null, expires_at = null, method = null where kind = 'insurance'$$), 'HX608', 'the owner renews it no more than that');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
