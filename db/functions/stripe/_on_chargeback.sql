-- charge.dispute.*: what a cardholder contested at his bank. Each event brings its own fact, in any
-- order: created holds, and so does funds_withdrawn, which alone tells of an inquiry that became a
-- chargeback; funds_withdrawn and funds_reinstated post, closed decides. Locks task and escrow from the
-- top, then the chargeback.
create or replace function stripe._on_chargeback(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fact text := split_part(told.type, '.', 3);
    claim jsonb := told.payload #> '{data,object}';
    contested stripe.chargeback;
    held escrow.escrow;
    is_contesting boolean;
begin
    if claim ->> 'status' like 'warning%' then
        return stripe._finish(told.id, 'IGNORED', 'inquiry');
    end if;
    if jsonb_typeof(claim -> 'amount') is distinct from 'number'
       or claim ->> 'amount' !~ '^[1-9][0-9]{0,11}$'
       or upper(coalesce(claim ->> 'currency', '')) !~ '^[A-Z]{3}$'
    then
        return stripe._finish(told.id, 'IGNORED', 'chargeback_malformed');
    end if;
    if fact = 'closed' and coalesce(claim ->> 'status', '') not in ('won', 'lost') then
        return stripe._finish(told.id, 'IGNORED', 'closed_otherwise');
    end if;
    select e.* into held
      from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
     where i.provider_intent_id = claim ->> 'payment_intent' and i.purpose = 'escrow';
    if held.id is not null then
        held := escrow._lock_whole(held.id);
    end if;
    if held.funded_at is null then
        -- Of no payment that is known, or not known yet.
        if told.received_at >= core.now() - interval '24 hours' then
            return stripe._finish(told.id, 'PARKED', 'no_escrow');
        end if;
        held := null;
    elsif upper(claim ->> 'currency') <> held.currency then
        return stripe._finish(told.id, 'IGNORED', 'chargeback_malformed');
    end if;
    insert into stripe.chargeback as c
        (provider_dispute_id, provider_intent_id, escrow_id, amount_cents, currency)
    values (told.object_id, claim ->> 'payment_intent', held.id, (claim ->> 'amount')::bigint,
            upper(claim ->> 'currency'))
    on conflict on constraint chargeback_provider_id_unique do nothing;
    select c.* into strict contested from stripe.chargeback as c
     where c.provider_dispute_id = told.object_id for no key update;
    -- What was first told of without a payment stays without.
    is_contesting := contested.escrow_id is not null and contested.outcome is null;
    if is_contesting and fact in ('created', 'funds_withdrawn') then
        if held.closed_at is not null then
            perform stripe._stop_refund(held.id);
        elsif not exists (select from escrow.hold as h where h.provider_dispute_id = told.object_id) then
            perform escrow._hold(held.id, 'CHARGEBACK', 'chargeback', null, told.object_id);
        end if;
    end if;

    if fact = 'created' then
        update stripe.chargeback as c set opened_at = core.now() where c.id = contested.id;
        return stripe._finish(told.id, 'PROCESSED', case
            when contested.escrow_id is null then 'chargeback_without_escrow'
            when is_contesting and held.closed_at is null then 'held' else 'recorded' end);
    elsif fact = 'funds_withdrawn' then
        perform stripe._post_chargeback(contested, 'chargeback',
            stripe._moved_cents(claim, -1, contested.amount_cents));
        return stripe._finish(told.id, 'PROCESSED', 'withdrawn');
    elsif fact = 'funds_reinstated' then
        perform stripe._post_chargeback(contested, 'chargeback_reversed',
            stripe._moved_cents(claim, 1, contested.amount_cents));
        return stripe._finish(told.id, 'PROCESSED', 'reinstated');
    end if;
    update stripe.chargeback as c
       set outcome = claim ->> 'status', closed_at = core.now()
     where c.id = contested.id;
    perform stripe._close_chargeback(contested.id);
    return stripe._finish(told.id, 'PROCESSED', claim ->> 'status');
end $$;
