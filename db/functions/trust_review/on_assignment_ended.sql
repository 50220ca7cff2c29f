-- Work given back, or not done by its deadline: points, and a strike with the third in 24 hours. The
-- standing row is locked, so that several at once are counted.
create or replace function trust_review.on_assignment_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from trust.standing as s where s.account_id = new.worker_id for no key update;
    insert into trust.point (account_id, task_id, kind, points)
    select new.worker_id, new.task_id, 'abandoned', case t.mode when 'LIVE' then -4 else -2 end
      from task.task as t where t.id = new.task_id;
    if (select count(*) from task.assignment as a
         where a.worker_id = new.worker_id and a.ending in ('abandoned', 'overdue')
           and a.ended_at > core.now() - interval '24 hours'
           and a.ended_at > coalesce((select max(k.at) from trust.strike as k
                where k.account_id = new.worker_id and k.reason = 'ABANDONMENTS'), '-infinity')) >= 3
    then
        insert into trust.strike (account_id, reason, cause_id, expires_at)
        values (new.worker_id, 'ABANDONMENTS', new.id, core.now() + coalesce((
            select s.value::interval from core.setting as s where s.name = 'strike_lifetime'),
            interval '90 days'));
    end if;
    return null;
end $$;

create or replace trigger zzz_abandonment after update of ended_at on task.assignment
    for each row when (old.ended_at is null and new.ending in ('abandoned', 'overdue'))
    execute function trust_review.on_assignment_ended();
