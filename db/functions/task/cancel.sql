-- The poster withdraws work that nobody has taken: free, the escrow is refunded or voided. A poster's
-- cancellations come one after the other, or several at once would pass a new poster's limit.
create or replace function task.cancel(task_id uuid, reason core.reason default null)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting(one_at_a_time => true);
    work task.task := task._lock_as('poster', task_id, poster.id);
    held text := escrow._lock_by_task(work.id);
    rule city.rule;
begin
    if work.state = 'CANCELLED' then
        return task._summary(work.id);
    end if;
    if work.state <> 'OPEN' then
        perform core.fail('HXA03', null, 'Only work that nobody has taken can be cancelled.');
    end if;
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    end if;
    select r.* into strict rule from city.rule as r where r.city_id = work.city_id;
    if held = 'FUNDED' and task._is_new_poster(poster.id, rule.new_poster_completed) and (
        select count(*)
          from task.task as t
          join escrow.escrow as e on e.task_id = t.id
         where t.poster_id = poster.id and t.cancelled_at > core.now() - interval '7 days'
           and e.funded_at is not null) >= rule.new_poster_cancellations
    then
        perform core.fail('HXA03', null,
            format('New posters may cancel paid work %s times a week.', rule.new_poster_cancellations),
            'Leave the task open, or wait until a week has passed.');
    end if;
    perform core._because(reason);
    update task.task as t
       set state = 'CANCELLED', cancelled_at = core.now()
     where t.id = work.id;
    return task._summary(work.id);
end $$;

comment on function task.cancel is $$Cancel work before anybody has taken it; what was paid is refunded whole.
A repeat answers what is there.
@param reason 1 to 1000 characters, kept on the events
@idempotency money
@returns the task, CANCELLED
@errors HX202 HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03$$;

grant execute on function task.cancel to hx_member;
