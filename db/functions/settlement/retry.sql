-- An admin has an outbound movement tried again: what FAILED, or came back after it was SETTLED, is ordered
-- anew under a key of its own; what used up its attempts is looked up first. Locks the escrow from the top,
-- for what is due of a refund is counted under it, then the settlement.
create or replace function settlement.retry(settlement_id uuid, reason core.reason)
    returns settlement.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
    original settlement.settlement;
    live_id uuid;
    cents bigint;
begin
    perform account._acting();
    perform escrow._lock_whole(s.escrow_id) from settlement.settlement as s
      where s.id = settlement_id and s.escrow_id is not null;
    select s.* into moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    if moving.kind = 'reversal' and moving.state = 'SETTLED' then
        select s.* into strict original from settlement.settlement as s where s.id = moving.replaces_id;
    end if;
    select s.id into live_id from settlement.settlement as s
     where s.state <> 'FAILED'
       and (s.kind, s.source_id, s.leg) = (coalesce(original.kind, moving.kind),
            case when original.id is null then moving.source_id else moving.id end, moving.leg);
    cents := moving.amount_cents;
    if (moving.state = 'FAILED' or original.id is not null) and live_id is not null then
        return settlement._view(live_id); -- a repeat
    elsif moving.state = 'FAILED' or original.id is not null or moving.exhausted_at is not null then
        if moving.leg = 'poster' and moving.state in ('FAILED', 'SETTLED') then
            if exists (select from stripe.chargeback as c
                        where c.escrow_id = moving.escrow_id and c.outcome is null)
            then
                perform core.fail('HX202', 'settlement_id', 'A chargeback is open; the refund follows from its end.');
            end if;
            cents := least(cents, stripe._unsent_cents(moving.escrow_id));
            if cents <= 0 then
                perform core.fail('HXA03', 'settlement_id', 'Nothing of it is owed any more.');
            end if;
        end if;
        perform admin._act('settlement.retry', 'settlement', moving.id, array[moving.payee_id], reason,
            jsonb_build_object('amount_cents', cents));
    else
        perform core.fail('HXA03', 'settlement_id', format(
            'That settlement is %s and goes its way; there is nothing to try again.', moving.state));
    end if;
    if moving.state not in ('FAILED', 'SETTLED') then
        update settlement.settlement as s
           set exhausted_at = null, attempts = 0, due_at = case s.state when 'PENDING'
                   then settlement._when_due(s.id, core.now()) else core.now() end
         where s.id = moving.id;
        perform core._exhume('settlement', moving.id, 'tried again');
        return settlement._view(moving.id);
    end if;
    live_id := settlement._order(coalesce(original.kind, moving.kind),
        case when original.id is null then moving.source_id else moving.id end, moving.leg,
        moving.escrow_id, moving.payee_id, cents, moving.currency, moving.charge,
        case when moving.kind = 'reversal' and original.id is null then moving.replaces_id else moving.id end);
    perform core._exhume('settlement', moving.id, 'replaced');
    return settlement._view(live_id);
end $$;

comment on function settlement.retry is $$Try an outbound movement again: one that FAILED, or was reversed or failed after it was settled, is
ordered anew; one that used up its attempts is looked up at Stripe and goes on. A repeat answers the one
that is under way.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the settlement that is under way now
@errors HX202 HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03 HXA18 HXA19
@source STL-16 QUE-12$$;

grant execute on function settlement.retry to hx_admin;
