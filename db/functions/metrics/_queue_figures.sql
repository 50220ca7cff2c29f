-- The queue's own figures: its workers and the jobs that wait. A function, for the queue's tables are made
-- after the views.
create or replace function metrics._queue_figures()
    returns table (name text, label text, label_value text, value numeric)
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return query
        select 'hx_workers_alive', null::text, null::text, count(*)::numeric
          from procrastinate.procrastinate_workers as w
         where w.last_heartbeat > clock_timestamp() - interval '60 seconds'
        union all
        select 'hx_jobs_waiting', 'queue', d.queue, count(j.id)::numeric
          from (select k.queue from core.drain as k union select 'core' union select 'stripe_poll') as d
          left join procrastinate.procrastinate_jobs as j on j.queue_name = d.queue and j.status = 'todo'
         group by d.queue;
end $$;
