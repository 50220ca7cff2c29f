-- Change what one wishes to be offered; a wish needs what it stands on, and opens nothing.
create or replace function verification.set_willingness(
    takes_in_home     boolean default null,
    takes_urgent      boolean default null,
    takes_high_value  boolean default null
)
    returns verification.profile_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    held verification.capability_profile;
begin
    select p.* into held from verification.capability_profile as p
     where p.account_id = person.id;
    if not found then
        perform core.fail('HXA03', null, 'There is no capability profile yet.',
            'Finish the onboarding as a hustler first.');
    end if;
    if takes_in_home and (held.insurance_expires_at > core.now()) is not true then
        perform core.fail('HXA03', 'takes_in_home', 'Work in homes needs valid insurance.');
    end if;
    if takes_high_value and 'high' <> all (held.clearances) then
        perform core.fail('HXA03', 'takes_high_value', 'Such work needs a higher tier.');
    end if;
    insert into verification.willingness as w
        (account_id, takes_in_home, takes_urgent, takes_high_value)
    values (person.id, coalesce(takes_in_home, false), coalesce(takes_urgent, false),
            coalesce(takes_high_value, false))
    on conflict on constraint willingness_pkey do update
       set takes_in_home = coalesce(takes_in_home, w.takes_in_home),
           takes_urgent = coalesce(takes_urgent, w.takes_urgent),
           takes_high_value = coalesce(takes_high_value, w.takes_high_value),
           updated_at = core.now();
    return verification._profile(person.id);
end $$;

comment on function verification.set_willingness is $$Change what one wishes to be offered; what is null stays. A wish never makes
eligible.
@param takes_in_home needs valid insurance
@param takes_high_value needs a tier that clears high risk
@returns the profile; a wish takes effect as long as it has what it needs
@errors HX501 HX503 HX504 HX602 HXA03
@source ELI-06$$;

grant execute on function verification.set_willingness to hx_member;
