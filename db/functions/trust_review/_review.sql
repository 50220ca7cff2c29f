-- The daily look at one person, whose standing is locked: one step down for no completion in 90 days,
-- two abandonments in 30 days or two lost disputes in 30 days, each thing counted once.
create or replace function trust_review._review(account_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    standing trust.standing;
    fault record;
begin
    select s.* into strict standing from trust.standing as s where s.account_id = account_id;
    update trust.standing as s
       set review_due_at = core.now() + interval '1 day' where s.account_id = account_id;
    if standing.tier = 1 or exists (select from account.user as u
                                     where u.id = account_id and u.state <> 'ACTIVE')
    then
        return;
    end if;
    for fault in
        select 'ABANDONMENTS' as reason, (array_agg(a.id order by a.ended_at desc))[1] as cause_id
          from task.assignment as a
         where a.worker_id = account_id and a.ending in ('abandoned', 'overdue')
           and a.ended_at > greatest(core.now() - interval '30 days',
               trust_review._last(account_id, 'ABANDONMENTS'))
        having count(*) >= 2
        union all
        select 'LOST_DISPUTES', (array_agg(d.id order by d.resolved_at desc))[1]
          from dispute.dispute as d
         where d.worker_id = account_id and d.is_worker_loss and d.state = 'RESOLVED'
           and d.resolved_at > greatest(core.now() - interval '30 days',
               trust_review._last(account_id, 'LOST_DISPUTES'))
        having count(*) >= 2
        union all
        select 'INACTIVITY', coalesce((array_agg(t.id order by t.completed_at desc))[1], account_id)
          from task.task as t
         where t.worker_id = account_id and t.state = 'COMPLETED'
        having greatest(max(t.completed_at), (
               select max(v.at) from core.event as v
                where v.aggregate_id = account_id and v.aggregate = 'account'
                  and v.event in ('resumed', 'reinstated')))
               < core.now() - interval '90 days'
            or count(*) = 0
    loop
        if trust._move(account_id, standing.tier - 1, fault.reason, fault.cause_id) then
            return; -- one step a day
        end if;
    end loop;
end $$;
