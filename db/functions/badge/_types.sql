-- Shapes of badge procedures.
do $$
begin
    if to_regtype('badge.view') is null then
        create type badge.view as (
            id text, name text, tier integer, kind text, threshold integer, category text);
    end if;
end $$;

comment on type badge.view is 'A badge and what it asks for. @nullable category';
