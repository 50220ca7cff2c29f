-- What one of staff may move alone at most.
create or replace function admin._two_person_cents()
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select coalesce((select s.value::bigint from core.setting as s where s.name = 'two_person_cents'), 100000)
$$;
