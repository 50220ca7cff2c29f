-- transfer.created confirms an order of ours; transfer.reversed tells how much of it came back in all, and
-- by which of our reversals, which it confirms; what none of ours took was taken by another hand. A transfer
-- that failed came back whole.
create or replace function stripe._on_transfer(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    claim jsonb := told.payload #> '{data,object}';
    moving settlement.settlement := stripe._settlement_of(claim, 'transfer');
    outcome text;
    back bigint;
    ours uuid;
    reference text;
begin
    if moving.id is null then
        -- Made by another hand, or by us before a restore: what we have for the same work waits for a person.
        perform settlement._hold(s.id, 'REVIEW', 'Stripe tells of another transfer for this work.', null, null)
           from settlement.settlement as s
          where s.escrow_id::text = claim ->> 'transfer_group' and s.kind = 'transfer'
            and s.state in ('PENDING', 'LOCKED');
        return stripe._finish(told.id, 'IGNORED', 'transfer_unknown');
    elsif told.type = 'transfer.reversed' and coalesce(claim ->> 'amount_reversed', '') !~ '^[0-9]{1,12}$' then
        return stripe._finish(told.id, 'IGNORED', 'transfer_malformed');
    elsif told.type = 'transfer.failed' and moving.state in ('PENDING', 'LOCKED', 'SUBMITTED') then
        perform settlement._fail(moving.id, 'transfer_failed', true, told.object_id);
        return stripe._finish(told.id, 'PROCESSED', 'settlement_failed');
    elsif told.type = 'transfer.failed' and moving.state = 'FAILED' then
        return stripe._finish(told.id, 'PROCESSED', 'movement_known');
    end if;
    -- Whatever came of it, it was made.
    outcome := stripe._evidence_of(told, moving, claim);
    if told.type = 'transfer.created' or outcome in ('settlement_contradicted', 'movement_known') then
        return stripe._finish(told.id, 'PROCESSED', outcome);
    end if;
    select s.* into strict moving from settlement.settlement as s
     where s.provider_reference = told.object_id and s.kind = 'transfer' for no key update;
    for ours, reference in
        select s.id, r.value ->> 'id'
          from jsonb_array_elements(case jsonb_typeof(claim #> '{reversals,data}')
                   when 'array' then claim #> '{reversals,data}' else '[]' end) as r (value)
          join settlement.settlement as s on s.id::text = r.value #>> '{metadata,settlement_id}'
         where s.kind = 'reversal' and s.replaces_id = moving.id and s.amount_cents::text = r.value ->> 'amount'
         order by s.id for no key update of s
    loop
        perform settlement._made(ours, reference);
    end loop;
    -- One whose fate is unknown, and that Stripe does not name, may be among what came back.
    back := least(case told.type when 'transfer.failed' then moving.amount_cents
                      else (claim ->> 'amount_reversed')::bigint end, moving.amount_cents) - (
        select coalesce(sum(s.amount_cents), 0) from settlement.settlement as s
         where s.replaces_id = moving.id and s.kind = 'reversal'
           and (s.state in ('CONFIRMED', 'SETTLED')
                or (s.submitted_at is not null and s.finished_at is null)));
    if back <= 0 then
        return stripe._finish(told.id, 'PROCESSED', 'reversal_known');
    end if;
    perform settlement._contradict(moving.id, told.id, back, told.provider_event_id,
        replace(told.type, '.', '_'));
    return stripe._finish(told.id, 'PROCESSED', 'reversed_outside');
end $$;
