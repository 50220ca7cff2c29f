-- An order is born of an obligation: to the worker or the poster of its escrow, of what its closing
-- or its suspended payment left to them; a reversal of what was SETTLED (replaces_id) and of what no
-- other reversal takes. At most one order of an obligation is live (settlement_one_live). What a poster
-- is owed is counted under his escrow's lock; what a worker is owed, his payable knows.
create or replace function settlement.check_is_owed()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    replaced settlement.settlement;
    owed_cents bigint;
begin
    if new.replaces_id is not null then
        select s.* into strict replaced from settlement.settlement as s
         where s.id = new.replaces_id for no key update;
        if (new.escrow_id, new.payee_id, new.currency)
               is distinct from (replaced.escrow_id, replaced.payee_id, replaced.currency)
           or new.leg <> replaced.leg
           or (new.kind = 'reversal' and (replaced.kind = 'reversal' or replaced.state <> 'SETTLED'))
           or (new.kind <> 'reversal' and replaced.kind <> 'reversal'
               and (replaced.state <> 'FAILED'
                    or (new.kind, new.source_id) <> (replaced.kind, replaced.source_id)))
           or (new.kind <> 'reversal' and replaced.kind = 'reversal'
               and (replaced.state <> 'SETTLED' or new.source_id <> replaced.id
                    or new.kind <> (select o.kind from settlement.settlement as o
                                     where o.id = replaced.replaces_id)))
        then
            perform core.fail('HXA18', 'replaces_id', 'That settlement is not to be replaced so.');
        end if;
    end if;

    if new.kind = 'reversal' then
        select replaced.amount_cents - coalesce(sum(s.amount_cents), 0) into owed_cents
          from settlement.settlement as s
         where s.replaces_id = replaced.id and s.kind = 'reversal' and s.state <> 'FAILED';
    elsif new.source_id is distinct from new.escrow_id and exists (
        select from settlement.settlement as s where s.id = new.source_id and s.kind = 'reversal')
    then
        -- What came back is owed again.
        select s.amount_cents into owed_cents from settlement.settlement as s
         where s.id = new.source_id and s.state = 'SETTLED' and s.leg = new.leg
           and s.payee_id = new.payee_id and s.escrow_id is not distinct from new.escrow_id;
    elsif new.leg = 'payer' and new.escrow_id is null then
        select l.amount_cents into owed_cents
          from ledger.journal as j
          join ledger.entry as l on l.journal_id = j.id and l.currency = new.currency
          join ledger.account as a on a.id = l.account_id and a.kind = 'refund_due'
          join stripe.event as v on v.id = j.source_id
          left join stripe.intent as i
                 on i.id::text = v.payload #>> '{data,object,metadata,intent_id}'
         where (i.payer_id = new.payee_id or (new.payee_id is null and stripe._is_orphan(v)))
           and j.kind = 'suspense_returned' and j.source_id = new.source_id and j.escrow_id is null;
    elsif new.leg = 'payer' then
        select l.amount_cents into owed_cents
          from ledger.journal as j
          join ledger.entry as l on l.journal_id = j.id and l.currency = new.currency
          join ledger.account as a on a.id = l.account_id and a.kind = 'refund_due'
          join escrow.escrow as e on e.id = j.escrow_id and e.id = new.escrow_id
          join task.task as t on t.id = e.task_id and t.poster_id = new.payee_id
         where j.kind = 'suspense_returned' and j.source_id = new.source_id;
    else
        select case new.leg when 'worker' then e.worker_cents else e.refund_cents end
          into owed_cents
          from escrow.escrow as e
          join task.task as t on t.id = e.task_id
         where e.id = new.escrow_id and e.id = new.source_id and e.funded_at is not null
           and e.currency = new.currency
           and new.payee_id = case new.leg when 'worker' then t.worker_id else t.poster_id end;
    end if;
    if new.kind = 'refund' and new.leg = 'poster' then
        perform from escrow.escrow as e where e.id = new.escrow_id for no key update;
        owed_cents := least(coalesce(owed_cents, 0), stripe._unsent_cents(new.escrow_id));
    end if;
    if new.amount_cents > coalesce(owed_cents, 0) then
        perform core.fail('HXA18', 'amount_cents', format(
            '%s cents are ordered, %s are owed.', new.amount_cents, coalesce(owed_cents, 0)));
    end if;
    return new;
end $$;

create or replace trigger settlement_is_owed before insert on settlement.settlement
    for each row execute function settlement.check_is_owed();
