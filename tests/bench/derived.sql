-- People with credentials, for the benchmark alone: as many as bench.size says. A third is licensed, half
-- of these insured, a tenth checked. Loaded with triggers off; the profiles are what the inputs give.
set session_replication_role = replica;
create schema if not exists bench;
create or replace function bench.person(n bigint) returns uuid language sql immutable parallel safe
    return ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid;
create temporary table person as
select n, bench.person(n) as id from generate_series(1, current_setting('bench.size')::bigint) as n
 where not exists (select from account.user as u where u.id = bench.person(n));
insert into account.user (id, provider_uid, email, full_name, birth_date, accepted_terms_version)
select p.id, 'bench:' || p.n, p.n || '@bench.test', 'Bench Person', '1990-01-01', '1' from person as p;
insert into trust.standing (account_id, tier) select p.id, 1 + p.n % 3 from person as p;
insert into verification.willingness (account_id, takes_urgent) select p.id, p.n % 2 = 0 from person as p;
insert into verification.claim (account_id, role, location_state) select p.id, 'both', 'WA' from person as p;
insert into verification.credential (account_id, kind, trade, location_state, licence_number, coverage_cents,
    document_keys, consented_at, provider, state, version, method, verified_at, expires_at, due_at)
select p.id, k.kind, k.trade, k.location_state, k.licence_number, k.coverage_cents, k.document_keys,
       k.consented_at, 'bench', 'VERIFIED', 2, 'provider', now(), now() + interval '1 year',
       now() + interval '351 days'
  from person as p
  join (values
        ('licence', 'plumber', 'WA', 'PL-12345', null::bigint, '{}'::text[], null::timestamptz, 3, 0),
        ('insurance', 'plumber', null, null, 100000000, '{a}', null, 6, 0),
        ('background', null, null, null, null, '{}', now(), 10, 1)
       ) as k (kind, trade, location_state, licence_number, coverage_cents, document_keys, consented_at, every, rest)
    on p.n % k.every = k.rest;
insert into verification.capability_profile (account_id, location_state, tier, clearances, is_insured,
    insurance_expires_at, background_checked, background_expires_at, takes_in_home, takes_urgent,
    takes_high_value, inputs_digest)
select d.account_id, d.location_state, d.tier, d.clearances, d.is_insured, d.insurance_expires_at,
       d.background_checked, d.background_expires_at, d.takes_in_home, d.takes_urgent, d.takes_high_value,
       d.inputs_digest
  from verification._derivation(core.now()) as d join person as p on p.id = d.account_id;
insert into verification.verified_trade (account_id, trade, location_state, credential_id, expires_at)
select t.account_id, t.trade, t.location_state, t.credential_id, t.expires_at
  from verification._derived_trades(core.now()) as t join person as p on p.id = t.account_id;
drop table person;
set session_replication_role = origin;
