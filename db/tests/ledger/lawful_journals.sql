-- LED-004 LED-011 STL-03 STL-04 S-L2: a journal does what its kind may do, whole, once, for a cause that is there;
-- the owner's hand adds nothing to it.
begin;
select plan(37);
create temporary table work as
select support.task_in('OPEN') as open_id, support.task_in('COMPLETED') as done_id, support.task_in('CANCELLED') as over_id;
select ledger.take_snapshots();
create function pg_temp.system(kind text) returns uuid language sql stable as $f$
    select a.id from ledger.account as a where a.kind = $1 and a.owner_id is null and a.currency = 'USD'
$f$;
create function pg_temp.payable() returns uuid language sql stable as $f$
    select a.id from ledger.account as a join account.user as u on u.id = a.owner_id
     where a.kind = 'payable' and u.email = 'worker@example.test'
$f$;
-- The owner's statements for a journal with two legs; the second is the first's opposite.
create function pg_temp.journal(kind text, source uuid, escrow uuid, gets uuid, gives uuid, cents bigint)
returns text language sql volatile as $f$
    select format('insert into ledger.journal (id, kind, source_id, escrow_id) values (%1$L, %2$L, %3$L, %4$L);
        insert into ledger.entry (journal_id, line, account_id, amount_cents, currency, escrow_id)
        values (%1$L, 1, %5$L, %7$s, ''USD'', %4$L), (%1$L, 2, %6$L, -%7$s, ''USD'', %4$L)',
        core.new_id(), $1, $2, $3, $4, $5, $6)
$f$;
create function pg_temp.escrow(what text) returns uuid language sql volatile as $f$
    select support.escrow_of(case $1 when 'OPEN' then w.open_id when 'COMPLETED' then w.done_id else w.over_id end) from work as w
$f$;

-- Nothing touches the money of an escrow but the journals of its moves
select is(support.code(pg_temp.journal('adjustment', core.new_id(), pg_temp.escrow('OPEN'), pg_temp.system('fee'), pg_temp.system('escrow'), 10000)),
    'HXA18', 'no adjustment drains an escrow');
select is(support.code(pg_temp.journal('refund', pg_temp.escrow('OPEN'), pg_temp.escrow('OPEN'), pg_temp.system('refund_due'), pg_temp.system('escrow'), 10000)),
    'HX007', 'nor a refund that the escrow does not know');
select is(support.code(pg_temp.journal('release', pg_temp.escrow('OPEN'), pg_temp.escrow('OPEN'), pg_temp.payable(), pg_temp.system('escrow'), 10000)),
    'HX007', 'nor such a release');
select is(support.code(pg_temp.journal('fund', pg_temp.escrow('OPEN'), pg_temp.escrow('OPEN'), pg_temp.system('escrow'), pg_temp.system('stripe'), 1)),
    'HXA03', 'nor is it funded twice');
select is(support.code(pg_temp.journal('refund', core.new_id(), pg_temp.escrow('OPEN'), pg_temp.system('refund_due'), pg_temp.system('escrow'), 10000)),
    'HXA18', 'nor by a journal with another source');
select is(support.code(pg_temp.journal('fund', core.new_id(), null, pg_temp.system('escrow'), pg_temp.system('stripe'), 777)),
    'HXA18', 'every entry of an escrow bears its id');
select is(support.code('insert into ledger.posting values (''adjustment'', ''escrow'', 1);'
    || pg_temp.journal('adjustment', core.new_id(), null, pg_temp.system('escrow'), pg_temp.system('fee'), 5)),
    'HXA18', 'also where the chart would allow it');

-- No money is made, and none leaves, without its cause
select is(support.code(pg_temp.journal('release', core.new_id(), null, pg_temp.payable(), pg_temp.system('stripe'), 5000)),
    'HXA18', 'no release without an escrow');
select is(support.code(pg_temp.journal('transfer', core.new_id(), null, pg_temp.system('stripe'), pg_temp.payable(), 1)),
    'HXA19', 'no transfer of what is reserved');
select is(support.code('update settlement.settlement set state = ''FAILED'', finished_at = core.now() where kind = ''transfer'';'
    || pg_temp.journal('transfer', core.new_id(), null, pg_temp.system('stripe'), pg_temp.payable(), 1)),
    'HXA18', 'nor without a settlement');
select is(support.code(pg_temp.journal('transfer', (select s.id from settlement.settlement as s where s.kind = 'transfer'), pg_temp.escrow('COMPLETED'), pg_temp.system('stripe'), pg_temp.system('fee'), 1)),
    'HXA18', 'nor from the fee');
select is(support.code(pg_temp.journal('refund_settled', (select s.id from settlement.settlement as s where s.kind = 'refund'), pg_temp.escrow('CANCELLED'), pg_temp.system('stripe'), pg_temp.system('refund_due'), 10000)),
    'HXA18', 'nor a refund before its settlement settles');
select is(support.code(pg_temp.journal('transfer_reversed', core.new_id(), null, pg_temp.payable(), pg_temp.system('stripe'), 999999)),
    'HXA18', 'nor does a transfer come back that went not');
select is(support.code(pg_temp.journal('payment_suspended', core.new_id(), null, pg_temp.system('suspense'), pg_temp.system('stripe'), 5)),
    'HXA18', 'nothing is suspended that Stripe did not tell of');
select is(support.code(pg_temp.journal('suspense_returned', (select v.id from stripe.event as v limit 1), pg_temp.escrow('OPEN'), pg_temp.system('refund_due'), pg_temp.system('suspense'), 5)),
    'HXA18', 'nor returned that was not suspended');

select is(support.code('update settlement.settlement set state = ''FAILED'', finished_at = core.now() where kind = ''transfer'';'
    || pg_temp.journal('adjustment', core.new_id(), null, pg_temp.system('stripe'), pg_temp.payable(), 8501)),
    'HXA19', 'nor more than is owed');

-- A journal is posted whole, once
select is(support.code('insert into ledger.journal (kind, source_id) values (''adjustment'', core.new_id())'), 'HXA13', 'a journal has entries');
select is(support.code($$select ledger._post('adjustment', core.new_id(), null, 'USD', '{}')$$, 'none'), 'HXA13', 'by the posting function too');
select is(support.code(pg_temp.journal('adjustment', '00000000-0000-7000-8000-000000000002', null, pg_temp.system('fee'), pg_temp.system('stripe'), 5)
    || '; set constraints all immediate; insert into ledger.entry (journal_id, line, account_id, amount_cents, currency)
        select j.id, k.line, k.account_id, k.cents, ''USD'' from ledger.journal as j, (values (3, pg_temp.system(''fee''), 5), (4, pg_temp.system(''stripe''), -5)) as k (line, account_id, cents)
         where j.source_id = ''00000000-0000-7000-8000-000000000002''', 'none'), 'HXA11', 'nothing joins it later');
create temporary table fact as select core.new_id() as id, ledger._post('adjustment', '00000000-0000-7000-8000-000000000003', null, 'USD',
    array[row('fee', null, 5)::ledger.leg, row('stripe', null, -5)::ledger.leg]) as journal_id;
create function pg_temp.again(fee bigint, stripe bigint, escrow uuid default null) returns text language sql as $f$
    select format($$select ledger._post('adjustment', '00000000-0000-7000-8000-000000000003', %L, 'USD',
        array[row('stripe', null, %s)::ledger.leg, row('fee', null, %s)::ledger.leg])$$, $3, $2, $1)
$f$;
select is(support.code(pg_temp.again(5, -5), 'none'), 'done', 'a repeat with the same legs is the same fact');
select is(support.code(pg_temp.again(6, -6), 'none'), 'HXA18', 'with others it is refused');
select is(support.code(pg_temp.again(5, -5, pg_temp.escrow('OPEN')), 'none'), 'HXA18', 'under another escrow too');

-- Neither the past nor the future is written
select is(support.code('insert into ledger.journal (kind, source_id, transaction_id) values (''adjustment'', core.new_id(), ''1'')'), 'HXA11', 'a journal bears its transaction');
select is(support.code('insert into ledger.journal (id, kind, source_id) values (''00000000-0000-7000-8000-000000000004'', ''adjustment'', core.new_id());
    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency, transaction_id) values
    (''00000000-0000-7000-8000-000000000004'', 1, ''' || pg_temp.system('fee') || ''', 5, ''USD'', ''1''),
    (''00000000-0000-7000-8000-000000000004'', 2, ''' || pg_temp.system('stripe') || ''', -5, ''USD'', ''1'')'), 'HXA11', 'and an entry');
select is(support.code(format('insert into ledger.snapshot (account_id, horizon, balance_cents, latest_at) values (%L, ''1'', 42, ''-infinity'')', pg_temp.system('stripe'))), 'HXA11', 'a snapshot sums what is there');
select is(support.code(format('insert into ledger.snapshot (account_id, horizon, balance_cents, latest_at) select %L, ''999999999'', sum(e.amount_cents), max(e.at) from ledger.entry as e where e.account_id = %1$L', pg_temp.system('stripe'))), 'HXA11', 'and nothing that may still come');
select is(support.code(format('insert into ledger.snapshot (account_id, horizon, balance_cents, latest_at) values (%L, ''1'', 0, now())', pg_temp.system('stripe'))), 'HXA11', 'nor says when otherwise');

-- A stored balance follows its entries, whatever else fires
create function pg_temp.forge(change text) returns text language sql as $f$
    select format('create temporary table depth (a integer);
        create function pg_temp.deep() returns trigger language plpgsql as $g$ begin update ledger.account set %s where kind = ''payable''; return new; end $g$;
        create trigger deep before insert on depth for each row execute function pg_temp.deep(); insert into depth values (1)', $1)
$f$;
select is(support.code('update ledger.account set balance_cents = balance_cents + 1 where kind = ''payable'''), 'HXA11', 'no balance is edited');
select is(support.code(pg_temp.forge('balance_cents = balance_cents + 1000000'), 'none'), 'HXA11', 'not by a trigger either');
select is(support.code(pg_temp.journal('adjustment', core.new_id(), null, pg_temp.payable(), pg_temp.system('stripe'), 5) || '; ' || pg_temp.forge('balance_cents = balance_cents + 5'), 'none'), 'HXA11', 'nor beside a posting');
select is(support.code(pg_temp.forge('opening_cents = 0, balance_cents = 0, reserved_cents = 0'), 'none'), 'HXA11', 'nor with what it opened with');
select is(support.code(pg_temp.journal('adjustment', core.new_id(), null, pg_temp.system('fee'), pg_temp.payable(), 1)), 'HXA19', 'what is reserved is not spent');
select is(support.code('insert into ledger.account (kind, owner_id, currency, balance_cents) select ''fee'', u.id, ''USD'', 0 from account.user as u limit 1'), 'HXA18', 'a person owns no account of the system');
select is(support.code('insert into ledger.account (kind, currency) values (''debt'', ''EUR'')'), 'HXA18', 'nor does the system owe');
select is(support.broken(), '', 'audit.prove() is clean');
-- Should the trigger that says what is available ever be gone, the constraints still hold.
select is(support.code($$drop trigger balance_follows_entries on ledger.account;
    update ledger.account set balance_cents = -1, opening_cents = -1, reserved_cents = 0 where kind = 'payable'$$),
    'HXA19', 'a payable is not negative without its trigger either');
select is(support.code($$drop trigger balance_follows_entries on ledger.account;
    update ledger.account set reserved_cents = balance_cents + 1 where kind = 'payable'$$),
    'HXA19', 'nor is more reserved than there is');
select * from finish();
rollback;
