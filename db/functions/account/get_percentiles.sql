-- Where the caller stands among all; nobody else is ever shown.
create or replace function account.get_percentiles()
    returns setof account.percentile
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
begin
    return query
    select p.kind, p.value, p.top_percent, p.computed_at
      from trust.percentile as p where p.account_id = viewer order by p.kind;
end $$;

comment on function account.get_percentiles is $$Where the caller stands among all hustlers, computed weekly, private: reliability, response_time
(seconds), completion_rate, earnings_velocity (cents an hour).
@returns one row a kind that a hundred and more people have; "Top top_percent %"
@errors HX501 HX504
@source domain.md 6.3$$;

grant execute on function account.get_percentiles to hx_member;
