-- STL-01 STL-04 ESC-18 S-P9 S-P12: a settlement reserves, is posted when SETTLED, freed when FAILED, and its terms never change.
begin;
select plan(16);
create temporary table work as select support.task_in('COMPLETED') as id;
create temporary table told as select support.task_in('CANCELLED') as id;
create function pg_temp.reserved() returns bigint language sql volatile as $f$
    select a.reserved_cents from ledger.account as a join account.user as u on u.id = a.owner_id
     where a.kind = 'payable' and u.email = 'worker@example.test'
$f$;
create function pg_temp.go(kind text, state text) returns text language sql as $f$
    select format('update settlement.settlement set state = %L%s where kind = %L', $2,
        case when $2 in ('CONFIRMED', 'SETTLED') then ', provider_reference = ''ref_'' || id' end, $1)
$f$;
select is(pg_temp.reserved(), 8500::bigint, 'born with its reservation');
select throws_ok($$insert into settlement.settlement (kind, source_id, leg, escrow_id, payee_id, amount_cents, currency, provider_key)
    select s.kind, s.source_id, s.leg, s.escrow_id, s.payee_id, s.amount_cents, s.currency, 'other' from settlement.settlement as s
     where s.kind = 'transfer'$$, '23505', null, 'one a release');
select throws_ok('update settlement.settlement set amount_cents = 1', 'HXA11', null, 'its amount stays');
select throws_ok('update settlement.settlement set payee_id = (select t.poster_id from task.task as t limit 1) where kind = ''transfer''', 'HXA11', null, 'its payee stays');
select throws_ok('update settlement.settlement set provider_key = ''x''', 'HXA11', null, 'its key stays');
select throws_ok('delete from settlement.settlement', 'HXA11', null, 'it is never deleted');
select is(support.code(pg_temp.go('transfer', 'SETTLED'), 'none'), 'HXA03', 'it does not jump');
select is(support.code('update settlement.settlement set state = ''LOCKED''; update settlement.settlement set state = ''SUBMITTED'';
    update settlement.settlement set state = ''CONFIRMED'''), 'HXA01', 'nothing is confirmed without the provider''s id');
do $$ begin
    execute pg_temp.go('transfer', 'LOCKED'); execute pg_temp.go('transfer', 'SUBMITTED');
    execute pg_temp.go('transfer', 'CONFIRMED'); execute pg_temp.go('transfer', 'SETTLED');
    execute pg_temp.go('refund', 'LOCKED'); execute pg_temp.go('refund', 'SUBMITTED');
    execute pg_temp.go('refund', 'CONFIRMED'); execute pg_temp.go('refund', 'SETTLED');
end $$;
select results_eq($$select a.kind, l.amount_cents from settlement.settlement as s join ledger.entry as l on l.journal_id = s.journal_id
    join ledger.account as a on a.id = l.account_id where s.kind = 'transfer' order by l.line$$,
    $$values ('payable', -8500::bigint), ('stripe', 8500::bigint)$$, 'a settled transfer is posted');
select results_eq($$select a.kind, l.amount_cents from settlement.settlement as s join ledger.entry as l on l.journal_id = s.journal_id
    join ledger.account as a on a.id = l.account_id where s.kind = 'refund' order by l.line$$,
    $$values ('refund_due', -10000::bigint), ('stripe', 10000::bigint)$$, 'a settled refund too');
select is(pg_temp.reserved(), 0::bigint, 'and nothing is reserved any more');
select is(support.code('update settlement.settlement set last_error = ''x'' where kind = ''transfer''', 'none'), 'HXA11', 'it is frozen then');
select is((select sum(b.balance_cents) from ledger.trial_balance() as b), 0::numeric, 'the trial balance is zero');
select support.task_in('COMPLETED');
update settlement.settlement set state = 'FAILED', finished_at = core.now() where kind = 'transfer' and state = 'PENDING';
select is(pg_temp.reserved(), 0::bigint, 'a failed one frees its reservation');
select is((select a.balance_cents from ledger.account as a join account.user as u on u.id = a.owner_id
    where a.kind = 'payable' and u.email = 'worker@example.test'), 8500::bigint, 'and the worker is owed as before');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
