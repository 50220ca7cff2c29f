-- Whether a poster has fewer completed tasks than the city asks of a known one.
create or replace function task._is_new_poster(poster_id uuid, completed_wanted integer)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select count(*) < _is_new_poster.completed_wanted
      from (select from task.task as t
             where t.poster_id = _is_new_poster.poster_id and t.completed_at is not null
             limit _is_new_poster.completed_wanted) as done
$$;
