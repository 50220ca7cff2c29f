-- Whether movements of a scope are frozen. A worker's transaction holds the row shared until it commits,
-- so that a freeze comes before it or after it, never in between.
create or replace function core._is_frozen(scope text, is_held boolean default false)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer boolean;
begin
    if is_held then
        select f.frozen_at is not null into answer from core.freeze as f where f.scope = scope for share;
    else
        select f.frozen_at is not null into answer from core.freeze as f where f.scope = scope;
    end if;
    return coalesce(answer, false);
end $$;
