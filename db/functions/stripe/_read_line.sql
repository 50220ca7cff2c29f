-- A balance transaction as Stripe lists it, its source expanded where there is one: what it is to our books.
create or replace function stripe._read_line(told jsonb)
    returns stripe.statement_line
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    source jsonb := case jsonb_typeof(told -> 'source') when 'object' then told -> 'source' else '{}' end;
    named text := source #>> '{metadata,settlement_id}';
    line stripe.statement_line;
begin
    line.provider_transaction_id := told ->> 'id';
    line.kind := told ->> 'type';
    line.source_id := case when source = '{}' then told ->> 'source' else source ->> 'id' end;
    line.provider_intent_id := source ->> 'payment_intent';
    line.provider_charge_id := case source ->> 'object' when 'charge' then source ->> 'id'
        else source ->> 'charge' end;
    line.settlement_id := case when named ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then named::uuid end;
    line.amount_cents := (told ->> 'amount')::bigint;
    line.fee_cents := (told ->> 'fee')::bigint;
    line.net_cents := (told ->> 'net')::bigint;
    line.currency := upper(told ->> 'currency');
    line.moved_at := to_timestamp((told ->> 'created')::bigint);
    line.available_at := to_timestamp((told ->> 'available_on')::bigint);
    line.movement := case
        when line.kind in ('charge', 'payment', 'payment_failure_refund', 'payment_reversal') then 'payment'
        when line.kind in ('refund', 'payment_refund', 'refund_failure') and line.settlement_id is null
            then 'outside_refund'
        when line.kind in ('refund', 'payment_refund', 'refund_failure') then 'refund'
        when line.kind in ('transfer', 'transfer_refund', 'transfer_failure', 'transfer_cancel') then 'transfer'
        when line.kind = 'adjustment' and (source ->> 'object' = 'dispute' or line.source_id ~ '^(du|dp)_')
            then 'dispute'
        when line.kind ~ '^(payout|topup)' then 'payout'
        when line.kind in ('stripe_fee', 'stripe_fx_fee', 'tax_fee') then 'cost'
        else 'other' end;
    line.object_id := coalesce(case line.movement
        when 'payment' then coalesce(line.provider_intent_id, line.provider_charge_id, line.source_id)
        when 'outside_refund' then coalesce(line.provider_intent_id, line.provider_charge_id, line.source_id)
        when 'transfer' then coalesce(source ->> 'transfer', line.source_id)
        when 'refund' then line.source_id
        when 'dispute' then line.source_id
        when 'payout' then line.source_id end, line.provider_transaction_id);
    return line;
end $$;
