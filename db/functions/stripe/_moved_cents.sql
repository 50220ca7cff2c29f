-- What a dispute's balance transactions moved in one direction (sign −1 left us, 1 came back), Stripe's
-- fee included; the contested amount where none is told.
create or replace function stripe._moved_cents(claim jsonb, sign integer, amount_cents bigint)
    returns bigint
    language sql immutable
as $$
    select coalesce((
        select abs(sum((b.moved ->> 'net')::bigint))
          from jsonb_array_elements(
                   case jsonb_typeof(_moved_cents.claim -> 'balance_transactions')
                   when 'array' then _moved_cents.claim -> 'balance_transactions' else '[]' end) as b (moved)
         where jsonb_typeof(b.moved -> 'net') = 'number' and b.moved ->> 'net' ~ '^-?[1-9][0-9]{0,11}$'
           and sign((b.moved ->> 'net')::bigint) = _moved_cents.sign), _moved_cents.amount_cents)::bigint
$$;
