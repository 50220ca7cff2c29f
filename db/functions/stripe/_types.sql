-- Shapes of stripe procedures.
do $$
begin
    if to_regtype('stripe.receipt') is null then
        create type stripe.receipt as (event_id uuid, is_new boolean);
        create type stripe.result as (event_id uuid, state text, outcome text);
    end if;
end $$;
comment on type stripe.receipt is 'An event as stored; is_new is false for a redelivery';
comment on type stripe.result is 'What processing an event did. @nullable outcome';
