-- STL-01 STL-04 ESC-18 P15 S-P9: a settlement is born of an obligation, to whom it is owed and for no more; where it goes
-- never changes once it was sent.
begin;
select plan(28);
create temporary table work as
select s.state, support.task_in(s.state) as id from (values ('COMPLETED'), ('CANCELLED'), ('OPEN')) as s (state);
select support.person('thief');
select support.deliver(support.payment_event(support.escrow_of((select w.id from work as w where w.state = 'OPEN')), intent_id => 'pi_twice', amount_cents => 4000));
create function pg_temp.escrow(state text) returns uuid language sql volatile as $f$
    select support.escrow_of(w.id) from work as w where w.state = $1
$f$;
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test'
$f$;
create function pg_temp.order(kind text, leg text, source text, escrow text, payee text, cents bigint, currency text default 'USD', replaces text default 'null') returns text language sql as $f$
    select format('insert into settlement.settlement (kind, leg, source_id, escrow_id, payee_id, amount_cents, currency, replaces_id, provider_key)
        values (%L, %L, %s, %s, pg_temp.who(%L), %s, %L, %s, ''key'' || core.new_id())', $1, $2, $3, $4, $5, $6, $7, $8)
$f$;
create function pg_temp.first(kind text) returns uuid language sql volatile as $f$
    select s.id from settlement.settlement as s where s.kind = $1 and s.leg <> 'payer' order by s.created_at limit 1
$f$;
-- The new transfer SETTLED and a part of it ordered back, then another.
create function pg_temp.reverse(cents bigint, more bigint) returns text language sql as $f$
    select string_agg(format('update settlement.settlement set provider_reference = ''ref_'' || id, state = %L where kind = ''transfer'' and state = %L; ', m.next_state, m.state), '')
        || string_agg(pg_temp.order('reversal', 'worker', 'core.new_id()', 'pg_temp.escrow(''COMPLETED'')', 'worker', m.cents,
            replaces => '(select s.id from settlement.settlement as s where s.kind = ''transfer'' and s.state = ''SETTLED'')'), '; ') filter (where m.cents is not null)
      from (values ('PENDING', 'LOCKED', $1), ('LOCKED', 'SUBMITTED', $2), ('SUBMITTED', 'CONFIRMED', null), ('CONFIRMED', 'SETTLED', null))
           as m (state, next_state, cents)
$f$;
-- Another order for what was ordered
select is(support.code(pg_temp.order('refund', 'again', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'poster', 10000), 'none'), 'HXA01', 'no second leg is invented');
select is(support.code(pg_temp.order('refund', 'poster', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'poster', 10000), 'none'), 'HXA18', 'nor is the first ordered twice');
select is(support.code(pg_temp.order('refund', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'worker', 100), 'none'), 'HXA01', 'a worker is not refunded');
select is(support.code(pg_temp.order('refund', 'poster', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'poster', 100), 'none'), 'HXA18', 'nor a poster of what was released');
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'worker', 100), 'none'), 'HXA18', 'nor is a worker paid of what was refunded');
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''OPEN'')', 'pg_temp.escrow(''OPEN'')', 'poster', 100), 'none'), 'HXA18', 'nor anybody of what is held');
select is(support.code(pg_temp.order('transfer', 'worker', 'core.new_id()', 'null', 'worker', 100), 'none'), 'HXA18', 'nor without an escrow');
select is(support.code(pg_temp.order('refund', 'payer', 'core.new_id()', 'pg_temp.escrow(''OPEN'')', 'poster', 100), 'none'), 'HXA18', 'nor without a suspended payment');
-- In place of one that failed
update settlement.settlement set state = 'FAILED', finished_at = core.now() where state = 'PENDING';
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'thief', 8500), 'none'), 'HXA18', 'nobody else is paid');
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'poster', 8500), 'none'), 'HXA18', 'nor the other party');
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'worker', 8501), 'none'), 'HXA18', 'nor a cent more');
select is(support.code(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'worker', 8500, 'EUR'), 'none'), 'HXA18', 'nor in another currency');
select is(support.code(pg_temp.order('refund', 'poster', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'thief', 10000), 'none'), 'HXA18', 'nor is anybody else refunded');
select is(support.code(pg_temp.order('refund', 'payer', '(select s.source_id from settlement.settlement as s where s.leg = ''payer'')', 'pg_temp.escrow(''OPEN'')', 'poster', 4001), 'none'), 'HXA18', 'nor a cent more than was paid');
select is(support.code(pg_temp.order('refund', 'payer', '(select s.source_id from settlement.settlement as s where s.leg = ''payer'')', 'pg_temp.escrow(''OPEN'')', 'thief', 4000), 'none'), 'HXA18', 'nor to somebody else');
select is(support.code(pg_temp.order('refund', 'poster', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'poster', 10000, replaces => 'pg_temp.first(''transfer'')'), 'none'), 'HXA18', 'nor in place of something else');
select lives_ok(pg_temp.order('transfer', 'worker', 'pg_temp.escrow(''COMPLETED'')', 'pg_temp.escrow(''COMPLETED'')', 'worker', 8500, replaces => 'pg_temp.first(''transfer'')'), 'the same is ordered anew');
select lives_ok(pg_temp.order('refund', 'poster', 'pg_temp.escrow(''CANCELLED'')', 'pg_temp.escrow(''CANCELLED'')', 'poster', 10000), 'a refund too');
select lives_ok(pg_temp.order('refund', 'payer', '(select s.source_id from settlement.settlement as s where s.leg = ''payer'')', 'pg_temp.escrow(''OPEN'')', 'poster', 4000), 'and what was paid amiss');
-- Where it goes
update settlement.settlement set destination = 'acct_right' where state = 'PENDING' and kind = 'transfer';
select is(support.code('update settlement.settlement set destination = ''acct_other'' where state = ''PENDING'' and kind = ''transfer''', 'none'), 'HXA11', 'a destination stays');
select is(support.code('update settlement.settlement set charge = ''pi_one'' where state = ''PENDING''; update settlement.settlement set charge = ''pi_other'' where state = ''PENDING''', 'none'), 'HXA11', 'and a charge');
select is(support.code('update settlement.settlement set replaces_id = id where state = ''PENDING'' and kind = ''transfer''', 'none'), 'HXA11', 'and what it replaces');
select is(support.code('update settlement.settlement set state = ''LOCKED'' where state = ''PENDING'' and leg = ''poster''; update settlement.settlement set state = ''SUBMITTED'' where state = ''LOCKED'';
    update settlement.settlement set destination = ''acct_late'' where state = ''SUBMITTED''', 'none'), 'HXA11', 'after it was sent none is given');
-- Coming back
select is(support.code(pg_temp.order('reversal', 'worker', 'core.new_id()', 'pg_temp.escrow(''COMPLETED'')', 'worker', 100), 'none'), 'HXA18', 'a reversal has its transfer');
select is(support.code(pg_temp.order('reversal', 'worker', 'core.new_id()', 'pg_temp.escrow(''COMPLETED'')', 'worker', 100, replaces => 'pg_temp.first(''transfer'')'), 'none'), 'HXA18', 'which was settled');
select is(support.code(pg_temp.reverse(8000, 500), 'none'), 'done', 'in parts');
select is(support.code(pg_temp.reverse(8000, 501), 'none'), 'HXA18', 'of no more than went');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
