-- How many tasks a worker completed in the ISO week of a day, none where a proof was rejected in it.
create or replace function badge._perfect_week(worker_id uuid, today date)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select case when exists (
               select from proof.proof as p
                 join task.task as k on k.id = p.task_id
                 join city.city as c on c.id = k.city_id
                where p.submitter_id = _perfect_week.worker_id and p.state = 'REJECTED'
                  and date_trunc('week', p.reviewed_at at time zone c.time_zone)
                    = date_trunc('week', _perfect_week.today::timestamp))
           then 0
           else (select count(*) from xp.entry as x
                  where x.account_id = _perfect_week.worker_id
                    and x.day >= date_trunc('week', _perfect_week.today::timestamp)::date
                    and x.day < date_trunc('week', _perfect_week.today::timestamp)::date + 7) end
$$;
