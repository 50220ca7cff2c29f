-- Say where one is and that one could work; the last word stands.
create or replace function geo.share_position(latitude core.latitude, longitude core.longitude)
    returns geo.position_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting();
begin
    if latitude is null or longitude is null then
        perform core.fail('HXA01', case when latitude is null then 'latitude' else 'longitude' end,
            'A position has both.');
    end if;
    insert into geo.position as p (account_id, latitude, longitude)
    values (person.id, latitude, longitude)
    on conflict on constraint position_pkey do update
       set latitude = excluded.latitude, longitude = excluded.longitude, is_available = true,
           seen_at = excluded.seen_at;
    return row(true, core.now())::geo.position_view;
end $$;

comment on function geo.share_position is $$Share where the caller is; of use for 15 minutes, and kept for a day at most.
@param latitude degrees
@param longitude degrees
@returns that it is known, and when
@errors HX501 HX503 HX504 HX602 HXA01
@source DBM-021 DBM-029 DBM-046$$;

grant execute on function geo.share_position to hx_member;
