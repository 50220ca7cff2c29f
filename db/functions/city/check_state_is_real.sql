-- INV-ELIGIBILITY-6: where people and work are is one of the 50 states or DC.
create or replace function city.check_state_is_real()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from city.us_state as s where s.code = new.location_state) then
        perform core.fail('HX609', 'location_state', 'There is no such state.');
    end if;
    return new;
end $$;

create or replace trigger state_is_real before insert or update of location_state
    on account.user
    for each row execute function city.check_state_is_real();
create or replace trigger state_is_real before insert or update of location_state
    on task.task
    for each row execute function city.check_state_is_real();
