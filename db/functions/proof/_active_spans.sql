-- When a person worked since a moment: from each start to the next proof or the assignment's end, or
-- until now; overlaps once, in order. A task that was never started counts nothing, one that was reported
-- as done or is disputed no longer, and one that was forgotten no more than a day.
create or replace function proof._active_spans(worker_id uuid, since timestamptz)
    returns tstzmultirange
    language sql stable security definer set search_path = ''
as $$
    select coalesce(range_agg(tstzrange(greatest(a.started_at, _active_spans.since), s.ended_at)),
               '{}'::tstzmultirange)
      from task.assignment as a
     cross join lateral (select least(coalesce(a.ended_at, core.now()), a.completion_requested_at,
                a.started_at + interval '24 hours', (
                select min(p.submitted_at) from proof.proof as p
                 where p.task_id = a.task_id and p.submitter_id = a.worker_id
                   and p.submitted_at >= a.started_at), (
                select d.created_at from dispute.dispute as d
                 where d.task_id = a.task_id)) as ended_at) as s
     where a.worker_id = _active_spans.worker_id and a.started_at is not null
       and (a.ended_at is null or a.ended_at > _active_spans.since)
       and s.ended_at > greatest(a.started_at, _active_spans.since)
$$;
