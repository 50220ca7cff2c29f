-- Whether what Stripe holds, as it says, is the sum of its statement, by currency. Lines that came within
-- two seconds before that moment, or after it, may be in it or not: then it is the sum up to one of them,
-- or not to be compared this time (is_ripe is null).
create or replace function stripe._balance_differences(known stripe.statement)
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    with sums as (
        select l.currency::text as currency,
               coalesce(sum(l.net_cents) filter (where l.moved_at < (_balance_differences.known).balance_at
                   - interval '2 seconds'), 0)::bigint as cents
          from stripe.statement_line as l group by l.currency
    ), near as (
        select l.currency::text as currency,
               sum(l.net_cents) over (partition by l.currency order by l.moved_at, l.id)::bigint as cents
          from stripe.statement_line as l
         where l.moved_at >= (_balance_differences.known).balance_at - interval '2 seconds'
    )
    select row('total_differs', 'P1', 'statement', md5('balance ' || b.currency)::uuid,
            b.cents - coalesce(s.cents, 0), b.currency,
            jsonb_build_object('what', 'statement', 'reference', 'platform', 'state', null,
                'amount_cents', coalesce(s.cents, 0), 'currency', b.currency)::text,
            jsonb_build_object('what', 'balance', 'reference', 'platform', 'state', null,
                'amount_cents', b.cents, 'currency', b.currency)::text, null,
            case when not exists (select from near as n where n.currency = b.currency) then true end
        )::stripe.difference
      from (select coalesce(h.key, s.currency) as currency, coalesce(h.value::bigint, 0) as cents
              from jsonb_each_text(coalesce((_balance_differences.known).balance, '{}')) as h
              full join sums as s on s.currency = h.key) as b
      left join sums as s on s.currency = b.currency
     where b.cents <> coalesce(s.cents, 0)
       and not exists (select from near as n
                        where n.currency = b.currency and n.cents + coalesce(s.cents, 0) = b.cents)
$$;
