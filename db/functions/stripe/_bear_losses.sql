-- After an escrow's end: who bears its lost chargebacks and what was refunded by another hand, each once.
-- What the end gave to the poster he has already; then what is due to him and was not sent; the rest he
-- owes. What is left of a stopped refund goes out once no chargeback is open. While a refund's fate is
-- unknown nothing is borne; settlement.process_due comes back for it. The escrow is locked.
create or replace function stripe._bear_losses(escrow_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
    work task.task;
    lost stripe.chargeback;
    outside stripe.outside_refund;
    stopped settlement.settlement;
    given bigint;
    from_escrow bigint;
    from_refund bigint;
begin
    select e.* into strict held from escrow.escrow as e where e.id = escrow_id;
    select t.* into strict work from task.task as t where t.id = held.task_id;
    if stripe._refund_in_flight(held.id) then
        return;
    end if;
    for outside in
        select o.* from stripe.outside_refund as o
         where o.escrow_id = escrow_id
           and o.from_escrow_cents + o.from_refund_cents + o.debt_cents = 0
         order by o.id
    loop
        select held.returned_cents - coalesce(sum(o.from_escrow_cents), 0) into given
          from stripe.outside_refund as o where o.escrow_id = escrow_id;
        from_escrow := least(outside.amount_cents, given);
        from_refund := least(outside.amount_cents - from_escrow, stripe._unsent_cents(escrow_id));
        update stripe.outside_refund as o
           set from_escrow_cents = from_escrow, from_refund_cents = from_refund,
               debt_cents = outside.amount_cents - from_escrow - from_refund,
               updated_at = core.now()
         where o.id = outside.id;
        if from_refund > 0 then
            perform ledger._post('refund_returned', outside.id, held.id, held.currency, array[
                row('refund_due', null, -from_refund)::ledger.leg,
                row('suspense', null, from_refund)::ledger.leg]);
        end if;
        if outside.amount_cents > from_escrow + from_refund then
            perform ledger._post('refund_outside_debt', outside.id, held.id, held.currency, array[
                row('debt', work.poster_id,
                    from_escrow + from_refund - outside.amount_cents)::ledger.leg,
                row('suspense', null, outside.amount_cents - from_escrow - from_refund)::ledger.leg]);
        end if;
    end loop;
    for lost in
        select c.* from stripe.chargeback as c
         where c.escrow_id = escrow_id and c.outcome = 'lost'
           and c.from_escrow_cents + c.from_refund_cents + c.debt_cents = 0
         order by c.closed_at, c.id
    loop
        select held.charged_back_cents - coalesce(sum(c.from_escrow_cents), 0) into given
          from stripe.chargeback as c where c.escrow_id = escrow_id;
        from_escrow := least(lost.amount_cents, given);
        from_refund := least(lost.amount_cents - from_escrow, stripe._unsent_cents(escrow_id));
        update stripe.chargeback as c
           set from_escrow_cents = from_escrow, from_refund_cents = from_refund,
               debt_cents = lost.amount_cents - from_escrow - from_refund
         where c.id = lost.id;
        if from_refund > 0 then
            perform ledger._post('refund_charged_back', lost.id, held.id, held.currency, array[
                row('refund_due', null, -from_refund)::ledger.leg,
                row('chargeback', null, from_refund)::ledger.leg]);
        end if;
        if lost.amount_cents > from_escrow + from_refund then
            perform ledger._post('chargeback_debt', lost.id, held.id, held.currency, array[
                row('debt', work.poster_id, from_escrow + from_refund - lost.amount_cents)::ledger.leg,
                row('chargeback', null, lost.amount_cents - from_escrow - from_refund)::ledger.leg]);
        end if;
    end loop;
    select s.* into stopped from settlement.settlement as s
     where s.escrow_id = escrow_id and s.kind = 'refund' and s.leg = 'poster'
     order by s.id desc limit 1;
    from_refund := stripe._unsent_cents(escrow_id);
    if stopped.state = 'FAILED' and stopped.last_error = 'stopped' and from_refund > 0 and not exists (
        select from stripe.chargeback as c where c.escrow_id = escrow_id and c.outcome is null)
    then
        perform settlement._order(stopped.kind, stopped.source_id, stopped.leg, held.id, work.poster_id,
            least(from_refund, stopped.amount_cents), held.currency, stopped.charge, stopped.id);
    end if;
end $$;
