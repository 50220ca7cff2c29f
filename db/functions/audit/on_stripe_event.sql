-- What Stripe told us and we could not apply is a finding for a person.
create or replace function audit.on_stripe_event()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform audit._find(new.outcome,
        case new.outcome when 'settlement_contradicted' then 'P0' else 'P1' end, 'stripe.event', new.id,
        jsonb_build_object('kind', split_part(new.type, '.', 1)));
    return null;
end $$;

create or replace trigger zzz_finding after update of state on stripe.event
    for each row when (new.finished_at is not null and new.outcome in ('payment_without_escrow',
        'payment_malformed', 'chargeback_malformed', 'closed_otherwise',
        'chargeback_without_escrow',
        'settlement_contradicted', 'settled_after_all', 'reversed_outside', 'refund_reversed',
        'fraud_warned', 'account_unknown', 'transfer_unknown', 'transfer_malformed', 'payout_malformed',
        'refund_malformed', 'refund_without_escrow', 'refunded_outside', 'wrong_livemode', 'suspended_and_refunded'))
    execute function audit.on_stripe_event();
