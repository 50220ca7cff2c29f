-- The caller takes a break, always and at once; only work that he has taken must be done or given back
-- first. As a poster he may leave work open: the clocks end it.
create or replace function account.pause(reason core.reason default null)
    returns account.profile
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    caller uuid := core._caller();
    person account.user;
begin
    select u.* into person from account.user as u where u.id = caller for no key update;
    if not found then
        perform core.fail('HX504');
    elsif person.state not in ('ACTIVE', 'PAUSED') then
        perform core.fail('HX503', null, 'This account is suspended.');
    elsif person.state = 'ACTIVE' then
        if exists (select from task.assignment as a
                    where a.worker_id = person.id and a.ended_at is null)
        then
            perform core.fail('HXA03', null, 'You have work that you took.',
                'Finish it or give it back first.');
        end if;
        perform core._because(reason);
        update account.user as u set state = 'PAUSED' where u.id = person.id;
    end if;
    return account.get_profile();
end $$;

comment on function account.pause is $$Take a break: nothing can be done until account.resume, and nothing is lost. Refused while work
that was taken is under way; work that was posted goes on by its clocks. A repeat answers what is there.
@param reason 1 to 1000 characters, kept on the event
@returns the profile, PAUSED
@errors HX501 HX503 HX504 HXA01 HXA03
@source domain.md 1.3$$;

grant execute on function account.pause to hx_member;
