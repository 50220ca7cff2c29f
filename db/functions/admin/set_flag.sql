-- A flag is turned on or off: for all, for a city, for a role, for a part of the people.
create or replace function admin.set_flag(
    name     admin.flag_name,
    is_on    boolean,
    reason   core.reason,
    city     admin.city_code default null,
    role     onboarding.role default null,
    percent  admin.percent default 100
)
    returns admin.flag_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    rule core.flag_rule;
    wanted constant integer := coalesce(percent, 100);
    answer admin.flag_view;
begin
    perform account._acting();
    if is_on is null then
        perform core.fail('HXA01', 'is_on', 'Say whether it is on.');
    end if;
    perform from core.flag as f where f.name = name for no key update;
    if not found then
        perform core.fail('HXA02', 'name', 'There is no such flag.');
    elsif city is not null and not exists (select from city.city as c where c.code = city) then
        perform core.fail('HXA02', 'city', 'There is no such city.');
    end if;
    select r.* into rule from core.flag_rule as r
     where r.name = name and r.city_code is not distinct from city and r.role is not distinct from role;
    if not found or (rule.is_on, rule.percent) <> (is_on, wanted) then
        rule.id := coalesce(rule.id, core.new_id());
        perform admin._act('admin.set_flag', 'flag', rule.id, '{}', reason, jsonb_strip_nulls(
            jsonb_build_object('flag', name, 'city', city, 'role', role, 'is_on', is_on, 'percent', wanted)));
        insert into core.flag_rule (id, name, city_code, role, is_on, percent)
        values (rule.id, name, city, role, is_on, wanted)
        on conflict on constraint flag_rule_unique do update
            set is_on = excluded.is_on, percent = excluded.percent, updated_at = now();
    end if;
    select v.name, v.city, v.role, v.is_on, v.percent, v.comment, v.updated_at into strict answer
      from admin.get_flags() as v
     where v.name = name and v.city is not distinct from city and v.role is not distinct from role;
    return answer;
end $$;

comment on function admin.set_flag is $$Turn a flag on or off: for all, or in a city, in a role, for a part of the people. The narrowest
rule decides; a person who is inside stays inside as the part grows. A repeat answers what is there.
@param name a flag of admin.get_flags
@param reason 1 to 1000 characters, on the record of the act
@param city a city's code; all of them unless told
@param role hustler, poster or both; all of them unless told
@param percent of a hundred people, 0 to 100
@idempotency required
@returns the rule as it stands
@errors HX501 HX503 HX504 HX602 HXA01 HXA02
@source ADM-04$$;

grant execute on function admin.set_flag to hx_admin;
