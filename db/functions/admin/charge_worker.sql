-- An admin decided that the work of a lost chargeback was not delivered, or that both colluded: the
-- worker bears it instead of the poster. From his payable what is free, the rest he owes.
create or replace function admin.charge_worker(
    chargeback_id  uuid,
    amount_cents   core.cents,
    reason         core.reason
)
    returns admin.debt
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contested stripe.chargeback;
    work task.task;
    free bigint;
begin
    perform account._acting();
    select c.* into contested from stripe.chargeback as c where c.id = chargeback_id;
    if not found or contested.escrow_id is null then
        perform core.fail('HXA02', 'chargeback_id');
    end if;
    perform escrow._lock_whole(contested.escrow_id);
    select c.* into strict contested from stripe.chargeback as c where c.id = chargeback_id for no key update;
    select t.* into strict work from task.task as t
      join escrow.escrow as e on e.task_id = t.id where e.id = contested.escrow_id;
    if coalesce(amount_cents, 0) = 0 or amount_cents > contested.debt_cents
       or work.worker_id is null
    then
        perform core.fail('HXA19', 'amount_cents', format('1 to %s cents of it are the poster''s debt.',
            contested.debt_cents));
    elsif contested.worker_cents > 0 then
        perform core.fail('HXA03', 'chargeback_id', 'That was decided already.');
    end if;
    perform admin._act('admin.charge_worker', 'chargeback', contested.id,
        escrow._parties(work.id), reason, jsonb_build_object('amount_cents', amount_cents),
        amount_cents, contested.currency);
    -- A first payable is made before the accounts are locked; payables before debts, as an end pays
    -- before it charges, and each kind by id.
    perform ledger._account_id('payable', work.worker_id, contested.currency);
    perform from ledger.account as a
      where a.currency = contested.currency
        and (a.kind, a.owner_id) in (('payable', work.worker_id), ('debt', work.worker_id),
            ('debt', work.poster_id))
      order by a.kind desc, a.id for no key update;
    select least(amount_cents, a.balance_cents - a.reserved_cents) into free from ledger.account as a
     where a.kind = 'payable' and a.owner_id = work.worker_id and a.currency = contested.currency;
    update stripe.chargeback as c set worker_cents = amount_cents where c.id = contested.id;
    perform ledger._post('chargeback_reassigned', contested.id, contested.escrow_id, contested.currency,
        array[row('debt', work.poster_id, amount_cents)::ledger.leg]
        || case when free > 0 then array[row('payable', work.worker_id, -free)::ledger.leg] end
        || case when free < amount_cents
                then array[row('debt', work.worker_id, free - amount_cents)::ledger.leg] end);
    return row(work.worker_id, ledger._debt(work.worker_id, contested.currency),
        contested.currency)::admin.debt;
end $$;

comment on function admin.charge_worker is $$Let the worker bear a lost chargeback instead of the poster, where the work was not delivered
or the two colluded: from what is free of his payable, the rest as his debt. Once a chargeback.
@param amount_cents US cents, at most what the chargeback left on the poster
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns what the worker owes now, zero or negative
@errors HX501 HX503 HX504 HX506 HX602 HXA01 HXA02 HXA03 HXA18 HXA19
@source decisions.md Money$$;

grant execute on function admin.charge_worker to hx_admin;
