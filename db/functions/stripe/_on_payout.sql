-- payout.*: what Stripe paid to a worker's bank. Recorded, never posted; its states only go on, in whatever
-- order the events come (P12). One that failed has its account asked for again.
create or replace function stripe._on_payout(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    claim jsonb := told.payload #> '{data,object}';
    wanted text := upper(claim ->> 'status');
    known stripe.payout;
    owner uuid;
begin
    if wanted is null or wanted not in ('PENDING', 'IN_TRANSIT', 'PAID', 'FAILED', 'CANCELED')
       or jsonb_typeof(claim -> 'amount') is distinct from 'number' or claim ->> 'amount' !~ '^[0-9]{1,12}$'
       or upper(coalesce(claim ->> 'currency', '')) !~ '^[A-Z]{3}$'
    then
        return stripe._finish(told.id, 'IGNORED', 'payout_malformed');
    end if;
    select c.account_id into owner from stripe.connected_account as c
     where c.provider_account_id = told.payload ->> 'account';
    insert into stripe.payout (provider_payout_id, provider_account_id, account_id, amount_cents, currency)
    values (told.object_id, coalesce(told.payload ->> 'account', 'platform'), owner,
            (claim ->> 'amount')::bigint, upper(claim ->> 'currency'))
    on conflict on constraint payout_provider_unique do nothing;
    select p.* into strict known from stripe.payout as p
     where p.provider_payout_id = told.object_id for no key update;
    if not exists (select from core.transition as t
                    where t.machine = 'payout' and t.from_state = known.state and t.to_state = wanted)
    then
        return stripe._finish(told.id, 'PROCESSED', 'payout_known');
    end if;
    update stripe.payout as p
       set state = wanted, failure_code = claim ->> 'failure_code',
           arrives_at = case when claim ->> 'arrival_date' ~ '^[0-9]{1,10}$'
                             then to_timestamp((claim ->> 'arrival_date')::bigint) end
     where p.id = known.id;
    if wanted = 'FAILED' and owner is not null then
        perform stripe._ask_again(owner);
    end if;
    return stripe._finish(told.id, 'PROCESSED', 'payout_' || lower(wanted));
end $$;
