-- What Stripe holds for the platform, as it says itself: what its statement must sum to.
create or replace function stripe.report_balance(balance jsonb)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held jsonb;
begin
    perform core._enter(null, null, 'statement-' || core.new_id(), false);
    select coalesce(jsonb_object_agg(c.currency, c.cents), '{}') into held
      from (select upper(f.value ->> 'currency') as currency, sum((f.value ->> 'amount')::bigint) as cents
              from jsonb_array_elements(coalesce(balance -> 'available', '[]')
                       || coalesce(balance -> 'pending', '[]')) as f (value)
             group by 1) as c;
    insert into stripe.statement (name) values ('platform')
    on conflict on constraint statement_pkey do nothing;
    update stripe.statement as s
       set balance = held, balance_at = clock_timestamp(), updated_at = core.now()
     where s.name = 'platform';
end $$;

comment on function stripe.report_balance is $$Report what Stripe holds for the platform, before its statement is read on.
@param balance Stripe's object `balance`
@returns nothing
@errors none
@source STL-07$$;

grant execute on function stripe.report_balance to hx_job;
