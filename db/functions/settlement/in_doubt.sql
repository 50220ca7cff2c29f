-- What was sent and whose fate is not known: the oldest first.
create or replace function settlement.in_doubt()
    returns setof settlement.view
    language sql stable security definer set search_path = ''
as $$
    select settlement._view(s.id)
      from settlement.settlement as s
     where s.finished_at is null and s.state in ('SUBMITTED', 'CONFIRMED')
     order by s.submitted_at, s.id
$$;

comment on function settlement.in_doubt is $$Settlements that were sent to Stripe and have no answer yet, the oldest first.
@returns a settlement each; those with exhausted_at need a person (settlement.retry)
@errors none
@source STL-05 P9$$;

grant execute on function settlement.in_doubt to hx_support, hx_job;
