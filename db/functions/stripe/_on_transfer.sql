-- transfer.created confirms an order of ours; transfer.reversed tells how much of it came back in all, of
-- which what none of our reversals took was taken by another hand. A transfer that failed came back whole.
create or replace function stripe._on_transfer(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    claim jsonb := told.payload #> '{data,object}';
    moving settlement.settlement := stripe._settlement_of(claim, 'transfer');
    back bigint;
begin
    if moving.id is null then
        return stripe._finish(told.id, 'IGNORED', 'transfer_unknown');
    elsif told.type = 'transfer.created' then
        return stripe._evidence_of(told, moving, claim);
    elsif told.type = 'transfer.failed' and moving.state in ('PENDING', 'LOCKED', 'SUBMITTED') then
        perform settlement._fail(moving.id, 'transfer_failed', true);
        return stripe._finish(told.id, 'PROCESSED', 'settlement_failed');
    elsif moving.state in ('PENDING', 'LOCKED', 'SUBMITTED') then
        perform settlement._confirm(moving.id, told.object_id); -- it came back, so it was sent
    elsif moving.state = 'FAILED' then
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    end if;
    if told.type = 'transfer.failed' then
        back := moving.amount_cents;
    elsif claim ->> 'amount_reversed' ~ '^[0-9]{1,12}$' then
        back := (claim ->> 'amount_reversed')::bigint;
    else
        return stripe._finish(told.id, 'IGNORED', 'transfer_malformed');
    end if;
    back := least(back, moving.amount_cents) - (
        select coalesce(sum(s.amount_cents), 0) from settlement.settlement as s
         where s.replaces_id = moving.id and s.kind = 'reversal' and s.state in ('SUBMITTED', 'CONFIRMED', 'SETTLED'));
    if back <= 0 then
        return stripe._finish(told.id, 'PROCESSED', 'reversal_known');
    end if;
    perform settlement._contradict(moving.id, told.id, back, told.provider_event_id,
        split_part(told.type, '.', 1) || '_' || split_part(told.type, '.', 2));
    return stripe._finish(told.id, 'PROCESSED', 'reversed_outside');
end $$;
