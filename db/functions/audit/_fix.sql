-- Do what is safe about a finding: post a fee, ask Stripe for what it did not tell, let a settlement that
-- Stripe has be settled, look again. What is refused needs a person's decision. The reconciliation closes
-- it once both sides agree. The finding is locked.
create or replace function audit._fix(broken audit.finding)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known stripe.comparison;
    line stripe.statement_line;
    object text;
    outcome text;
begin
    if broken.kind = 'stale_settlement' then
        perform settlement._look_again(broken.subject_id);
        return;
    elsif broken.kind = 'stale_chargeback' then
        perform stripe._inquire('dispute', c.provider_dispute_id) from stripe.chargeback as c
          where c.id = broken.subject_id;
        return;
    elsif broken.kind = 'total_differs' then
        update stripe.statement as s set since_at = null where s.name = 'platform';
        return;
    end if;
    select c.* into strict known from stripe.comparison as c where c.id = broken.subject_id;
    select l.* into line from stripe.statement_line as l
     where l.movement = known.movement and l.object_id = known.object_id
     order by l.moved_at, l.id limit 1;
    if broken.kind = 'fee_not_posted' then
        perform stripe._post_fees(array(select l.id from stripe.statement_line as l
            where l.provider_transaction_id = known.object_id));
        return;
    elsif broken.kind = 'state_differs' then
        outcome := settlement._made((stripe._settlement_of(jsonb_build_object('id', known.object_id,
            'metadata', jsonb_build_object('settlement_id', line.settlement_id)), known.movement)).id,
            known.object_id);
        if outcome = 'contradicted' then
            perform core.fail('HXA03', 'finding_id', 'What Stripe made is not owed any more; a person must decide.');
        end if;
        return;
    end if;
    object := case
        when known.movement = 'payment' and known.object_id ~ '^pi_' then 'payment_intent'
        when known.movement = 'outside_refund' and line.provider_charge_id is not null then 'charge'
        when known.movement = 'dispute' then 'dispute'
        when known.movement = 'refund' then 'refund'
        when known.movement = 'transfer' and (known.entries > 0 or line.settlement_id is not null) then 'transfer' end;
    if object is null or (broken.kind = 'amount_differs' and object = 'payment_intent') then
        perform core.fail('HXA03', 'finding_id', 'Nothing is safe to do about that; decide, and explain it.');
    end if;
    perform stripe._inquire(object, case object when 'charge' then line.provider_charge_id else known.object_id end,
        object = 'payment_intent' and not exists (
            select from stripe.intent as i where i.provider_intent_id = known.object_id));
end $$;
