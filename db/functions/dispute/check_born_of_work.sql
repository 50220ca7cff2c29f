-- A dispute is of work under way, between its poster and its worker, and only where the end is in doubt:
-- a proof waits, or the latest was rejected, or completion was requested, or the deadline passed long
-- ago. Never after an accepted proof. Locks the task: the procedures hold that lock already.
create or replace function dispute.check_born_of_work()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from task.task as t
      join task.assignment as a on a.task_id = t.id and a.ended_at is null
      join city.rule as r on r.city_id = t.city_id
      left join lateral (select p.state from proof.proof as p where p.task_id = t.id
                          order by p.attempt desc limit 1) as f on true
      where t.id = new.task_id and t.poster_id = new.poster_id and t.worker_id = new.worker_id
        and (new.opened_by is null or new.opened_by in (t.poster_id, t.worker_id)
             or exists (select from account.staff as s where s.account_id = new.opened_by))
        and case t.state
            when 'PROOF_SUBMITTED' then f.state = 'SUBMITTED'
            when 'ACCEPTED' then f.state = 'REJECTED' or a.completion_requested_at is not null
                or t.deadline_at + r.overdue_period <= core.now()
            else false end
        for no key update of t;
    if not found then
        perform core.fail('HXA03', 'task_id', 'There is nothing to dispute: a proof waits or was'
            || ' rejected, completion was requested, or the deadline passed a day ago.');
    end if;
    return new;
end $$;

create or replace trigger dispute_born_of_work before insert on dispute.dispute
    for each row execute function dispute.check_born_of_work();
