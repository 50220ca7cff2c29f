-- The caller comes back, at once. What a long break costs follows the move (xp, trust_review).
create or replace function account.resume()
    returns account.profile
    language plpgsql security definer set search_path = ''
as $$
declare
    caller uuid := core._caller();
    person account.user;
begin
    select u.* into person from account.user as u where u.id = caller for no key update;
    if not found then
        perform core.fail('HX504');
    elsif person.state not in ('ACTIVE', 'PAUSED') then
        perform core.fail('HX503', null, 'This account is suspended.');
    elsif person.state = 'PAUSED' then
        update account.user as u set state = 'ACTIVE' where u.id = person.id;
    end if;
    return account.get_profile();
end $$;

comment on function account.resume is $$Come back from a break. Up to 14 whole days the streak is kept; after that it begins again at 1;
after more than 90 the trust tier is one lower. A repeat answers what is there.
@returns the profile, ACTIVE
@errors HX501 HX503 HX504
@source domain.md 1.3$$;

grant execute on function account.resume to hx_member;
