-- Order an outbound movement, once per obligation (kind, source, leg) while one is live; answers its id. A
-- transfer waits while its payee has no account that takes it.
create or replace function settlement._order(
    kind          text,
    source_id     uuid,
    leg           text,
    escrow_id     uuid,
    payee_id      uuid,
    amount_cents  bigint,
    currency      text,
    charge        text,
    replaces_id   uuid default null,
    earliest      timestamptz default core.now()
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    settlement_id uuid := core.new_id();
begin
    insert into settlement.settlement (id, kind, source_id, leg, escrow_id, payee_id,
        amount_cents, currency, charge, replaces_id, provider_key, due_at)
    values (settlement_id, kind, source_id, leg, escrow_id, payee_id, amount_cents, currency,
        charge, replaces_id, 'settlement-' || settlement_id,
        case when kind = 'transfer' and not settlement._can_be_paid(payee_id)
             then 'infinity' else earliest end);
    if replaces_id is not null and kind <> 'reversal' then
        perform core._exhume('settlement', replaces_id, 'replaced');
    end if;
    return settlement_id;
end $$;
