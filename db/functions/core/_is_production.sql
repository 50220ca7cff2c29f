-- Whether this database is production, by a setting that the deploy writes once.
create or replace function core._is_production()
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select exists (
        select from core.setting as s where s.name = 'environment' and s.value = 'production')
$$;
