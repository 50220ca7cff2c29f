-- The caller's own credentials, newest submission first.
create or replace function verification.get_status(kind verification.kind default null)
    returns setof verification.credential_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
begin
    return query
    select (verification._view(k.id)).*
      from verification.credential as k
     where k.account_id = viewer and (kind is null or k.kind = kind)
     order by k.submitted_at desc, k.id desc;
end $$;

comment on function verification.get_status is $$The caller's own credentials, newest submission first.
@param kind licence, insurance or background; null for all
@returns each with its state; of a licence number the first two characters and the last
@errors HX501 HX504 HXA01
@source ELI-03$$;

grant execute on function verification.get_status to hx_member;
