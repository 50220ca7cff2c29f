-- Shapes of where hustlers are.
do $$
begin
    if to_regtype('geo.position_view') is null then
        create type geo.position_view as (is_available boolean, seen_at timestamptz);
        create type geo.nearby as (
            account_id uuid, full_name text, trust_tier integer, distance_metres bigint,
            latitude double precision, longitude double precision, seen_at timestamptz);
    end if;
end $$;
comment on type geo.position_view is 'Whether the caller''s position is of use, and since when it is known';
comment on type geo.nearby is 'A hustler near work, who may take it';
