-- The calling account, able to act: ACTIVE, and its row share-locked so that a ban serialises.
create or replace function account._acting()
    returns account.user
    language plpgsql security definer set search_path = ''
as $$
declare
    caller uuid := core._caller();
    person account.user;
begin
    select u.* into person from account.user as u where u.id = caller for share;
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
