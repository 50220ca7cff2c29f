-- Whether a poster has fewer completed tasks than the city asks of a known one.
create or replace function task._is_new_poster(poster_id uuid, completed_wanted integer)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select count(*) < completed_wanted
              from (select from task.task as t
                     where t.poster_id = poster_id and t.completed_at is not null
                     limit completed_wanted) as done);
end $$;
