-- What a line of the statement costs us.
create or replace function stripe._fee_cents(line stripe.statement_line)
    returns bigint
    language sql immutable
as $$
    select case when (_fee_cents.line).movement = 'cost' then -(_fee_cents.line).net_cents
                when (_fee_cents.line).movement in ('dispute', 'payout') then 0
                else (_fee_cents.line).fee_cents end
$$;
