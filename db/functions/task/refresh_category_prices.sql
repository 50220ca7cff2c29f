-- What kinds of work cost, anew: of what was completed in 90 days, where that is 20 pieces or more.
create or replace function task.refresh_category_prices()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    changed integer;
begin
    insert into task.category_price as p (category, currency, low_cents, median_cents, high_cents,
        from_completed, computed_at)
    select t.category, t.currency, percentile_disc(0.25) within group (order by t.price_cents),
           percentile_disc(0.50) within group (order by t.price_cents),
           percentile_disc(0.75) within group (order by t.price_cents), count(*), core.now()
      from task.task as t
     where t.state = 'COMPLETED' and t.currency = 'USD'
       and t.completed_at > core.now() - interval '90 days'
     group by t.category, t.currency
    having count(*) >= 20
    on conflict on constraint category_price_pkey do update
       set low_cents = excluded.low_cents, median_cents = excluded.median_cents,
           high_cents = excluded.high_cents, from_completed = excluded.from_completed,
           computed_at = excluded.computed_at;
    get diagnostics changed = row_count;
    return changed;
end $$;

comment on function task.refresh_category_prices is $$Compute what kinds of work cost, where 20 pieces or more were completed in 90 days; the
others keep what stands there. Once a day.
@returns how many kinds
@errors none
@source domain.md §10.6$$;

grant execute on function task.refresh_category_prices to hx_job;
