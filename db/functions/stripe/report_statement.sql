-- A page of Stripe's statement: each line is stored once and its fee posted; the reading goes on behind it, or
-- is whole. One of an old fence does nothing; without a page the next worker takes the same one.
create or replace function stripe.report_statement(
    fence      bigint,
    page       jsonb default null,
    is_outage  boolean default false
)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known stripe.statement;
    fresh uuid[];
    last_id text := page -> 'data' -> -1 ->> 'id';
begin
    perform core._enter(null, null, 'statement-' || core.new_id(), false);
    perform core._circuit_told('stripe', case when is_outage then 0 else 1 end,
        case when is_outage then 1 else 0 end);
    select s.* into known from stripe.statement as s where s.name = 'platform' for no key update;
    if known.fence is distinct from fence or known.window_at is null then
        return 0;
    end if;
    if page is null then
        update stripe.statement as s
           set lease_owner = null, lease_ends_at = null, updated_at = core.now()
         where s.name = known.name;
        return 0;
    elsif jsonb_typeof(page -> 'data') is distinct from 'array'
          or jsonb_typeof(page -> 'has_more') is distinct from 'boolean'
    then
        perform core.fail('HXA01', 'page', 'That is no page of a list.');
    end if;
    perform core._because('stripe statement');
    with added as (
        insert into stripe.statement_line (provider_transaction_id, kind, movement, object_id, source_id,
            provider_intent_id, provider_charge_id, settlement_id, amount_cents, fee_cents, net_cents,
            currency, moved_at, available_at)
        select l.provider_transaction_id, l.kind, l.movement, l.object_id, l.source_id, l.provider_intent_id,
               l.provider_charge_id, l.settlement_id, l.amount_cents, l.fee_cents, l.net_cents, l.currency,
               l.moved_at, l.available_at
          from jsonb_array_elements(page -> 'data') with ordinality as d (told, place)
         cross join lateral stripe._read_line(d.told) as l
         order by d.place desc -- the oldest first
        on conflict on constraint statement_line_provider_unique do nothing
        returning statement_line.id
    )
    select coalesce(array_agg(a.id), '{}') into fresh from added as a;
    perform stripe._post_fees(fresh);
    if (page ->> 'has_more')::boolean and last_id is not null then
        update stripe.statement as s
           set page_after = last_id, lease_owner = null, lease_ends_at = null, updated_at = core.now()
         where s.name = known.name;
    else
        update stripe.statement as s
           set since_at = known.window_at, known_at = known.window_known_at, window_at = null,
               window_known_at = null, page_after = null, lease_owner = null, lease_ends_at = null,
               updated_at = core.now()
         where s.name = known.name;
    end if;
    return cardinality(fresh);
end $$;

comment on function stripe.report_statement is $$Report a page of Stripe's balance transactions: lines are stored once each, their fees posted.
@param fence of the page that was taken
@param page Stripe's list as it answered it, each `source` expanded; null where it did not answer
@param is_outage whether that tells of Stripe's health
@returns how many lines were new
@errors HXA01 HXA18
@source STL-07 REC-004$$;

grant execute on function stripe.report_statement to hx_job;
