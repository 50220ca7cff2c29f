-- LED-001 LED-003 LED-004 LED-007 LED-009 LED-010 LED-011 STL-03 STL-18 S-L2 S-L3: double entry, held for the owner too.
begin;
select plan(28);
select support.person('rich'); select support.person('poor');
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test'
$f$;
create function pg_temp.pay(source uuid, cents bigint, name text) returns uuid language sql as $f$
    select ledger._post('adjustment', $1, null, 'USD', array[
        row('stripe', null, -$2)::ledger.leg, row('payable', pg_temp.who($3), $2)::ledger.leg])
$f$;
create function pg_temp.account(kind text, name text default null) returns ledger.account language sql stable as $f$
    select a.* from ledger.account as a where a.kind = $1 and a.currency = 'USD'
       and a.owner_id is not distinct from case when $2 is null then null else pg_temp.who($2) end
$f$;
create temporary table fact as select core.new_id() as id;
select isnt(pg_temp.pay((select id from fact), 1000, 'rich'), null, 'a fact is posted');
select is(pg_temp.pay((select id from fact), 1000, 'rich'), (select j.id from ledger.journal as j join fact as f on f.id = j.source_id), 'a repeat answers its journal');
select is((pg_temp.account('payable', 'rich')).balance_cents, 1000::bigint, 'once');
select is(ledger.balance((pg_temp.account('payable', 'rich')).id), 1000::bigint, 'ledger.balance reads what is stored');
select is((pg_temp.account('stripe')).balance_cents, null::bigint, 'a system account stores none');
select is(ledger.balance((pg_temp.account('stripe')).id), -1000::bigint, 'and is summed');
select is(ledger.balance((pg_temp.account('stripe')).id, core.now() - interval '1 day'), 0::bigint, 'as of any time');
select throws_ok('select ledger.balance(core.new_id())', 'HXA02', null, 'of an account that is there');
select is((select sum(b.balance_cents) from ledger.trial_balance() as b where b.currency = 'USD'), 0::numeric, 'the trial balance is zero');
select cmp_ok(ledger.take_snapshots(), '>=', 8, 'snapshots of all system accounts');
select is(ledger.balance((pg_temp.account('stripe')).id), -1000::bigint, 'change no balance');
select is(support.code(format($$insert into ledger.journal (id, kind, source_id) values (%L, 'adjustment', core.new_id());
    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency) values (%1$L, 1, %L, 5, 'USD')$$,
    core.new_id(), (pg_temp.account('fee')).id), 'none'), 'HXA13', 'one leg alone does not commit');
select is(support.code(format($$select ledger._post('adjustment', core.new_id(), null, 'USD', array[
    row('fee', null, 5)::ledger.leg, row('stripe', null, -4)::ledger.leg])$$), 'none'), 'HXA13', 'nor two that differ');
select is(support.code(format($$select ledger._post('adjustment', core.new_id(), null, 'USD', array[
    row('payable', %L, -1)::ledger.leg, row('stripe', null, 1)::ledger.leg])$$, pg_temp.who('poor')), 'none'), 'HXA19', 'a payable is never negative');
select throws_ok(format($$select ledger._post('adjustment', core.new_id(), null, 'USD', array[
    row('payable', %L, -1001)::ledger.leg, row('stripe', null, 1001)::ledger.leg])$$, pg_temp.who('rich')),
    'HXA19', '1000 cents are available, 1001 are required.', 'and the refusal says how much there is');
select is(support.code(format($$select ledger._post('adjustment', core.new_id(), null, 'USD', array[
    row('debt', %L, 1)::ledger.leg, row('stripe', null, -1)::ledger.leg])$$, pg_temp.who('poor')), 'none'), 'HXA19', 'a debt never positive');
select throws_ok(format($$select ledger._reserve(%L, 'USD', 1001)$$, pg_temp.who('rich')),
    'HXA19', '1000 cents are available, 1001 are required.', 'no more is reserved than is owed');
select is(support.code(format($$select ledger._reserve(%L, 'USD', 1)$$, pg_temp.who('rich')), 'none'), 'HXA11', 'and by settlements alone');
select is(support.code(format($$select ledger._reserve(%L, 'USD', 1)$$, pg_temp.who('poor')), 'none'), 'HXA02', 'of a payable that is there');
select is(support.code('update ledger.account set balance_cents = 1000000 where kind = ''payable''', 'none'), 'HXA11', 'a balance is not edited');
select is(support.code('update ledger.account set reserved_cents = 1 where kind = ''payable''', 'none'), 'HXA11', 'nor a reservation');
select is(support.code('update ledger.account set kind = ''debt'' where kind = ''payable''', 'none'), 'HXA11', 'nor its kind');
select is(support.code(format('insert into ledger.account (kind, owner_id, currency, balance_cents) values (''payable'', %L, ''EUR'', 5)', pg_temp.who('poor')), 'none'), 'HXA11', 'nor is an account born rich');
select is(support.code(format('insert into ledger.account (kind, owner_id, currency, balance_cents) values (''payable'', %L, ''USD'', 0)', pg_temp.who('rich')), 'none'), 'HXA03', 'nor twice');
select is(support.code(format($$insert into ledger.journal (id, kind, source_id) values (%L, 'adjustment', core.new_id());
    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency) values (%1$L, 1, core.new_id(), 5, 'USD'), (%1$L, 2, %L, -5, 'USD')$$,
    core.new_id(), (pg_temp.account('fee')).id), 'none'), 'HXA02', 'an entry is on an account that is there');
select is(support.code(format($$insert into ledger.journal (id, kind, source_id) values (%L, 'adjustment', core.new_id());
    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency) values (%1$L, 1, %L, 5, 'EUR'), (%1$L, 2, %2$L, -5, 'EUR')$$,
    core.new_id(), (pg_temp.account('fee')).id), 'none'), 'HXA02', 'of its currency');
select is((select count(*) from ledger.entry as l join ledger.journal as j on j.id = l.journal_id
    where l.transaction_id <> j.transaction_id), 0::bigint, 'header and lines are of one transaction');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
