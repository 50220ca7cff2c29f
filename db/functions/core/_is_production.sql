-- Whether this database is production, by a setting that the deploy writes once.
create or replace function core._is_production()
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return exists (
        select from core.setting as s where s.name = 'environment' and s.value = 'production');
end $$;
