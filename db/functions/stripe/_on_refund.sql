-- refund.*: what became of a refund of ours. Pending or succeeded, it is done; failed or canceled, it was not
-- done, or came back: then refund_due stands again, by a settlement of its own.
create or replace function stripe._on_refund(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    claim jsonb := told.payload #> '{data,object}';
    fate text := claim ->> 'status';
    moving settlement.settlement := stripe._settlement_of(claim, 'refund');
begin
    if moving.id is null then
        return stripe._finish(told.id, 'IGNORED', 'refund_not_ours');
    elsif fate in ('pending', 'succeeded', 'requires_action') then
        return stripe._finish(told.id, 'PROCESSED', case
            when exists (select from settlement.settlement as s
                          where s.replaces_id = moving.id and s.kind = 'reversal')
            then 'movement_known' -- told late: it failed since
            else stripe._evidence_of(told, moving, claim) end);
    elsif fate is null or fate not in ('failed', 'canceled') then
        return stripe._finish(told.id, 'IGNORED', 'refund_malformed');
    elsif moving.state in ('PENDING', 'LOCKED', 'SUBMITTED') then
        perform settlement._fail(moving.id, 'refund_' || fate, true, told.object_id);
        return stripe._finish(told.id, 'PROCESSED', 'settlement_failed');
    elsif moving.state = 'FAILED' or exists (
        select from settlement.settlement as s where s.replaces_id = moving.id and s.kind = 'reversal')
    then
        return stripe._finish(told.id, 'PROCESSED', 'movement_known');
    elsif moving.provider_reference is distinct from told.object_id then
        return stripe._finish(told.id, 'PROCESSED', 'settlement_contradicted');
    end if;
    perform settlement._contradict(moving.id, told.id, moving.amount_cents, told.provider_event_id,
        'refund_' || fate);
    return stripe._finish(told.id, 'PROCESSED', 'refund_reversed');
end $$;
