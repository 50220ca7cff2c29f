-- How long before it expires a credential may be renewed.
create or replace function verification._renewal_period()
    returns interval
    language sql stable
as $$
    select coalesce((select s.value::interval from core.setting as s
                      where s.name = 'credential_renewal'), interval '30 days')
$$;
