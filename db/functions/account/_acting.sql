-- The calling account, able to act: ACTIVE, and its row share-locked so that a ban serialises. Who
-- will change the row, or must come one at a time, asks for the stronger lock at once: two share
-- locks that both want more are a deadlock.
create or replace function account._acting(one_at_a_time boolean default false)
    returns account.user
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    caller uuid := core._caller();
    person account.user;
begin
    if one_at_a_time then
        select u.* into person from account.user as u where u.id = caller for no key update;
    else
        select u.* into person from account.user as u where u.id = caller for share;
    end if;
    if not found then
        perform core.fail('HX504');
    end if;
    if person.state = 'PAUSED' then
        perform core.fail('HX602');
    elsif person.state <> 'ACTIVE' then
        perform core.fail('HX503', null, 'This account is suspended.');
    end if;
    return person;
end $$;
