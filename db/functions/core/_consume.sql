-- Count a call against every policy of its operation (or, without one, against that of all
-- mutations): one statement, real clock, survives the refusal of the call.
create or replace function core._consume(operation text, actor text, client_address inet)
    returns core.limit_state[]
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    -- One household is one address: an IPv6 network of 64 bits, an IPv4 address.
    address text := network(set_masklen(client_address,
        case family(client_address) when 6 then 64 else 32 end))::text;
    states core.limit_state[];
begin
    with policy as (
        select p.operation, p.scope, p.allowed, p.period,
               coalesce(case p.scope when 'account' then actor end, address, 'nobody') as subject
          from core.rate_limit as p
         where p.operation = operation
            or (p.operation = 'mutation' and not exists (
                select from core.rate_limit as own where own.operation = operation))
    ), counted as (
        insert into core.rate_counter as c (operation, scope, subject, used, ends_at)
        select p.operation, p.scope,
               case p.operation when 'mutation' then operation || ' ' else '' end || p.subject,
               1, clock_timestamp() + p.period
          from policy as p
         order by p.scope
        on conflict on constraint rate_counter_pkey do update
           set used = case when c.ends_at <= clock_timestamp() then 1 else c.used + 1 end,
               ends_at = case when c.ends_at <= clock_timestamp()
                              then excluded.ends_at else c.ends_at end
        returning c.operation, c.scope, c.used, c.ends_at
    )
    select array_agg(row(p.operation, p.scope, p.allowed, extract(epoch from p.period)::integer,
               p.allowed - c.used,
               greatest(1, ceil(extract(epoch from c.ends_at - clock_timestamp()))::integer)
           )::core.limit_state order by p.scope)
      into states
      from policy as p
      join counted as c on c.operation = p.operation and c.scope = p.scope;
    return states;
end $$;
