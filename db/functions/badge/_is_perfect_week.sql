-- Whether a worker completed so many tasks in the ISO week of a day, and no proof of his was rejected in
-- it. The week is known by the day of the last so many awards: one look at an index.
create or replace function badge._is_perfect_week(worker_id uuid, today date, wanted integer)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    monday date := date_trunc('week', today::timestamp)::date;
begin
    if (select min(l.day) from (select x.day from xp.entry as x where x.account_id = worker_id
                                 order by x.id desc limit wanted) as l) < monday
    then
        return false;
    end if;
    return not exists (
        select from proof.proof as p
          join task.task as k on k.id = p.task_id
          join city.city as c on c.id = k.city_id
         where p.submitter_id = worker_id and p.state = 'REJECTED'
           and (p.reviewed_at at time zone c.time_zone)::date between monday and monday + 6);
end $$;
