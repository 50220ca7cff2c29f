-- A thousand people with money, for the benchmark alone.
create schema bench;
create function bench.person(n bigint) returns uuid language sql immutable parallel safe
    return ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid;
insert into account.user (id, provider_uid, email, full_name, birth_date, accepted_terms_version)
select bench.person(n), 'bench:' || n, n || '@bench.test', 'Bench Person', '1990-01-01', '1'
  from generate_series(1, 1000) as n;
select count(*)
  from generate_series(1, 1000) as n
 cross join lateral verification._declare(bench.person(n), 'both', 'WA', array['moving']) as d;
select count(ledger._post('adjustment', gen_random_uuid(), null, 'USD', array[
    row('payable', bench.person(n), 1000000000)::ledger.leg,
    row('stripe', null, -1000000000)::ledger.leg]))
  from generate_series(1, 1000) as n;
