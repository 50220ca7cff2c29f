-- The test clock does not exist in production.
create or replace function core.check_setting_clock()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (new.name = 'test_clock_offset' and core._is_production())
       or (new.name = 'environment' and new.value = 'production' and exists (
            select from core.setting as s where s.name = 'test_clock_offset'))
    then
        perform core.fail('HXA12');
    end if;
    return new;
end $$;

create or replace trigger test_clock_never_in_production before insert or update on core.setting
    for each row execute function core.check_setting_clock();
