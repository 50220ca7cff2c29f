-- Order an outbound movement, once per obligation (kind, source, leg) while one is live.
create or replace function settlement._order(
    kind          text,
    source_id     uuid,
    leg           text,
    escrow_id     uuid,
    payee_id      uuid,
    amount_cents  bigint,
    currency      text,
    charge        text,
    replaces_id   uuid default null
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    settlement_id uuid := core.new_id();
begin
    insert into settlement.settlement (id, kind, source_id, leg, escrow_id, payee_id,
        amount_cents, currency, charge, replaces_id, provider_key)
    values (settlement_id, kind, source_id, leg, escrow_id, payee_id, amount_cents, currency,
        charge, replaces_id, 'settlement-' || settlement_id);
end $$;
