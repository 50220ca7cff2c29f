-- Where everybody stands among all, anew, one statement a week. A kind for which fewer than a hundred
-- people have data has no rows.
create or replace function trust_review.compute_percentiles()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    computed integer;
begin
    if core._context() is null then
        perform core._enter(null, null, 'percentiles-' || core.new_id(), false);
    end if;
    -- Twice at once they come one after the other.
    perform pg_advisory_xact_lock(hashtextextended('trust_review.compute_percentiles', 0));
    delete from trust.percentile;
    insert into trust.percentile (account_id, kind, value, top_percent)
    with work as (
        select a.worker_id, a.ending, a.accepted_at - e.funded_at as waited, e.worker_cents,
               extract(epoch from least(a.ended_at, (
                   select min(p.submitted_at) from proof.proof as p
                    where p.task_id = a.task_id and p.submitter_id = a.worker_id
                      and p.submitted_at >= a.started_at)) - a.started_at) / 3600 as hours
          from task.assignment as a
          join escrow.escrow as e on e.task_id = a.task_id
         where a.ended_at is not null
    ), people as (
        select w.worker_id, count(*) as accepted,
               count(*) filter (where w.ending = 'completed') as completed,
               count(*) filter (where w.ending in ('completed', 'abandoned', 'overdue', 'lost')) as tried,
               avg(extract(epoch from w.waited)) as waited,
               sum(w.worker_cents) filter (where w.ending = 'completed' and w.hours is not null) as cents,
               sum(w.hours) filter (where w.ending = 'completed') as hours
          from work as w
         group by w.worker_id
    ), figures as (
        select p.worker_id, f.kind, f.value, f.rank_value
          from people as p
         cross join lateral (values
            ('reliability', p.completed::numeric / p.accepted, p.completed::numeric / p.accepted),
            ('response_time', p.waited, -p.waited),
            ('completion_rate', p.completed::numeric / nullif(p.tried, 0),
                p.completed::numeric / nullif(p.tried, 0)),
            ('earnings_velocity', case when p.hours >= 1 then p.cents / p.hours end,
                case when p.hours >= 1 then p.cents / p.hours end)) as f (kind, value, rank_value)
         where f.value is not null
    )
    select r.worker_id, r.kind, round(r.value, 4), greatest(ceil(r.place * 100), 1)
      from (select f.worker_id, f.kind, f.value, count(*) over (partition by f.kind) as people,
                   cume_dist() over (partition by f.kind order by f.rank_value desc) as place
              from figures as f) as r
     where r.people >= 100;
    get diagnostics computed = row_count;
    return computed;
end $$;

comment on function trust_review.compute_percentiles is $$Compute anew where each hustler stands: completed of accepted, time to accept, completed of what
was tried, cents an active hour. Only where a hundred and more have data.
@returns how many figures there are
@errors none$$;

grant execute on function trust_review.compute_percentiles to hx_job;
