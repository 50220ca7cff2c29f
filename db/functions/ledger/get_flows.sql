-- What moved, hour by hour and kind by kind: by the journals' ids, which are in order of time.
create or replace function ledger.get_flows(
    hours     core.hours default 24,
    currency  core.currency default 'USD'
)
    returns setof ledger.flow
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    since_at constant timestamptz := date_trunc('hour', now()) - make_interval(hours => coalesce(hours, 24) - 1);
    since_id constant uuid := encode(overlay(decode(repeat('00', 16), 'hex')
        placing int8send((extract(epoch from since_at) * 1000)::bigint << 16) from 1 for 8), 'hex')::uuid;
begin
    return query
    select date_trunc('hour', j.recorded_at), j.kind, count(distinct j.id), sum(e.amount_cents)::bigint,
           coalesce(currency, 'USD')::text
      from ledger.journal as j
      join ledger.entry as e on e.journal_id = j.id and e.amount_cents > 0
           and e.currency = coalesce(currency, 'USD')
     where j.id >= since_id
     group by 1, 2
     order by 1, 2;
end $$;

comment on function ledger.get_flows is $$What moved in the ledger in the last hours, by the real clock: how many journals of each kind, and how
much they moved.
@param hours 1 to 744, this hour among them
@param currency ISO 4217
@returns a row an hour and kind in which something moved
@errors HXA01
@source OBS-27 ADM-15$$;

grant execute on function ledger.get_flows to hx_support;
