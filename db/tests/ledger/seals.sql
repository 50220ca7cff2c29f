-- S-L6: a day is sealed once, whole and in a chain; nobody adds to it or changes it. What a superuser does
-- behind the guards is the matter of tests/test_seals.py, for a seal ends below its own transaction.
begin;
create temporary table work as select support.task_in('COMPLETED') as id;
select plan(31);

-- The tree of RFC 6962: its published roots over the first 0 to 8 of its test inputs.
create temporary table inputs as
select n, sha256('\x00'::bytea || decode(i, 'hex')) as hash
  from unnest(array['', '00', '10', '2021', '3031', '40414243', '5051525354555657',
       '606162636465666768696a6b6c6d6e6f']) with ordinality as t (i, n);
select is(encode(ledger._root((select array_agg(i.hash order by i.n) from inputs as i where i.n <= t.n)), 'hex'), t.root,
       format('the root over %s', t.n))
  from (values (1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'),
        (2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'),
        (3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'),
        (4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'),
        (5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'),
        (6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'),
        (7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'),
        (8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')) as t (n, root);
select is(encode(ledger._root('{}'), 'hex'), encode(sha256(''), 'hex'), 'the root over nothing');

-- The texts that are hashed (db/docs/seals.md).
select matches((select l.leaf from ledger._leaves() as l join escrow.escrow as e on e.closing_journal_id = l.journal_id
                 where e.task_id = (select w.id from work as w)),
    E'^journal\\|[0-9a-f-]{36}\\|release\\|[0-9a-f-]{36}\\|[0-9a-f-]{36}\\|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\\|[0-9TZ:.-]{27}\\|\\d+'
    || E'(\nentry\\|[0-9a-f-]{36}\\|[123]\\|[0-9a-f-]{36}\\|-?\\d+\\|USD\\|[0-9a-f-]{36}\\|[0-9TZ:.-]{27}\\|\\d+){3}$', 'a leaf as text');
set local timezone = 'Asia/Tokyo';
set local datestyle = 'SQL, DMY';
create temporary table abroad as select l.journal_id, l.hash, l.marks from ledger._leaves() as l;
set local timezone = 'UTC';
set local datestyle = 'ISO, MDY';
select set_eq('select l.journal_id, l.hash, l.marks from ledger._leaves() as l', 'select a.journal_id, a.hash, a.marks from abroad as a',
    'a leaf is the same in every session');
select is((select count(distinct l.hash) from ledger._leaves() as l), (select count(*) from ledger.journal), 'each journal has its own');

-- One a day, in a chain.
select is((select s.number from ledger._seal_day('2020-01-01') as s), 1::bigint, 'a day is sealed');
select is((select s.number from ledger._seal_day('2020-01-01') as s), null, 'once');
select is((select s.number from ledger._seal_day('2019-12-31') as s), null, 'nor a day before it');
select is((select s.previous_hash from ledger._seal_day('2020-01-02') as s), (select encode(s.hash, 'hex') from ledger.seal as s where s.number = 1), 'the next follows');
select is((select count(*) from ledger.seal_days()), 1::bigint, 'yesterday is sealed');
select is((select count(*) from ledger.seal_days()), 0::bigint, 'once');
select is_empty($$select s.day, f.* from ledger.seal as s cross join lateral ledger.verify_seal(s.day) as f$$, 'each verifies');
select is((select f.what from ledger.verify_seal('2020-01-02', repeat('0', 64)) as f), 'seal', 'but not under another hash');
select is((select f.fault from ledger.verify_seal('2020-01-03') as f), 'missing', 'a day without seal is told');
select is((select count(*) from core.event as v where v.aggregate = 'seal' and v.event = 'sealed'), 3::bigint, 'each is an event, with its hash');

-- Nobody adds to a seal or makes one that tells what is not there.
select is(support.code('insert into ledger.seal_leaf (seal_number, place, journal_id, hash, lines, marks) values (1, 0, core.new_id(), ''x'', ''{}'', ''{}'')'), 'HXA11', 'a sealed day takes no more leaves');
select is(support.code($$insert into ledger.seal (number, day, from_horizon, horizon, journals, entries, branches, root, previous_hash, hash)
    select s.number + 1, s.day + 1, s.horizon, s.horizon, 0, 0, '', sha256(''), s.hash, sha256('x') from ledger.seal as s order by s.number desc limit 1$$),
    'HXA11', 'a seal bears the hash of its fields');
select is(support.code($$insert into ledger.seal (number, day, from_horizon, horizon, journals, entries, branches, root, previous_hash, hash)
    select m.number, m.day, m.from_horizon, m.horizon, m.journals, m.entries, m.branches, m.root, m.previous_hash, ledger._seal_hash(m)
      from (select (core.new_id(), s.number + 1, s.day + 1, s.horizon, '9999999999', 0, 0, '', sha256(''), s.hash, s.hash, now())::ledger.seal as seal
              from ledger.seal as s order by s.number desc limit 1) as k cross join lateral (select (k.seal).*) as m$$),
    'HXA11', 'and covers nothing that may still come');
select is(support.code('update ledger.seal set day = day'), 'HXA11', 'a seal stays');
select is(support.code('delete from ledger.seal'), 'HXA11', 'for ever');

-- Whose proof it is.
select support.payout_account('worker'), support.send(), support.person('stranger');
select is(support.code_as('stranger', format('select ledger.get_inclusion_proof(%L)', support.settlement_of((select w.id from work as w)))), 'HXA02', 'a movement to another is nobody else''s');
select is(support.code_as('worker', format('select ledger.get_inclusion_proof(%L)', support.settlement_of((select w.id from work as w)))), 'HXA03', 'one that is not sealed has no proof yet');
select is((select count(*) from ledger.get_seals(2)), 2::bigint, 'seals come by pages');
select is((select count(*) from ledger.get_seals(2, 2)), 1::bigint, 'of which the last ends them');
select * from finish();
rollback;
