-- Let an event take its effect, once: lock the event, then task and escrow from the top.
create or replace function stripe.process(event_id uuid)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    told stripe.event;
    twin uuid;
    wanted_livemode boolean := (select s.value::boolean from core.setting as s
                                 where s.name = 'stripe_livemode');
begin
    perform stripe._begin();
    select e.* into told from stripe.event as e where e.id = event_id for no key update;
    if not found then
        perform core.fail('HXA02', 'event_id');
    end if;
    if told.state in ('PROCESSED', 'IGNORED') then
        return row(told.id, told.state, told.outcome)::stripe.result;
    end if;
    perform core._because('stripe ' || told.type || ' ' || told.provider_event_id);

    if told.livemode is distinct from coalesce(wanted_livemode, false) then
        return stripe._finish(told.id, 'IGNORED', 'wrong_livemode');
    end if;
    if told.type not in ('payment_intent.succeeded', 'payment_intent.canceled',
        'payment_intent.payment_failed', 'charge.dispute.created', 'charge.dispute.funds_withdrawn',
        'charge.dispute.funds_reinstated', 'charge.dispute.closed', 'charge.refunded',
        'transfer.created', 'transfer.reversed', 'transfer.failed', 'refund.created',
        'refund.updated', 'refund.failed', 'account.updated', 'payout.created', 'payout.updated',
        'payout.paid', 'payout.failed', 'payout.canceled', 'radar.early_fraud_warning.created')
    then
        return stripe._finish(told.id, 'IGNORED', 'unknown_type');
    end if;

    -- Events of one object take effect one after another.
    perform pg_advisory_xact_lock(hashtextextended('stripe:' || told.object_id, 0));
    -- These tell a sum that grows, or a state that moves on: the same type may come again.
    case
        when told.type = 'charge.refunded' then
            return stripe._on_charge_refunded(told);
        when told.type like 'transfer.%' then
            return stripe._on_transfer(told);
        when told.type like 'refund.%' then
            return stripe._on_refund(told);
        when told.type like 'payout.%' then
            return stripe._on_payout(told);
        when told.type = 'account.updated' then
            return stripe._on_account_updated(told);
        when told.type = 'payment_intent.payment_failed' then
            return stripe._on_payment_failed(told);
        else null;
    end case;
    select e.id into twin from stripe.event as e
     where e.object_id = told.object_id and e.type = told.type and e.state = 'PROCESSED'
     limit 1;
    if twin is not null then
        update stripe.event as e set same_fact_as = twin where e.id = told.id;
        return stripe._finish(told.id, 'IGNORED', 'same_fact');
    end if;

    if told.type like 'charge.dispute.%' then
        return stripe._on_chargeback(told);
    elsif told.type like 'radar.%' then
        return stripe._on_fraud_warning(told);
    elsif told.type = 'payment_intent.succeeded' then
        return stripe._on_payment_succeeded(told);
    end if;
    return stripe._on_payment_canceled(told);
end $$;

comment on function stripe.process is $$Let a stored event take its effect, exactly once; a repeat answers what it did.
@returns the event's state and outcome
@errors HXA02 HXA18 HXA19
@source ESC-03 ESC-15 ESC-20$$;

grant execute on function stripe.process to hx_job;
