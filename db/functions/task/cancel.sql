-- The poster withdraws work: free while nobody has taken it; later only while nothing was handed in,
-- and with a compensation once the free minutes are over. A poster's cancellations come one after the
-- other, or several at once would pass a new poster's limit.
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
    assigned task.assignment;
    is_overdue boolean := work.deadline_at <= core.now();
    free_from timestamptz;
begin
    if work.state = 'CANCELLED' then
        return task._summary(work.id);
    end if;
    if work.state not in ('OPEN', 'ACCEPTED') then
        perform core.fail('HXA03', null, case when work.state in ('COMPLETED', 'EXPIRED')
            then 'That task has ended.' else 'Work that was handed in is accepted, rejected or disputed.' end);
    end if;
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    end if;
    select r.* into strict rule from city.rule as r where r.city_id = work.city_id;
    select a.* into assigned from task.assignment as a
     where a.task_id = work.id and a.ended_at is null;
    if work.state = 'ACCEPTED' then
        if assigned.completion_requested_at is not null
           or exists (select from proof.proof as p where p.task_id = work.id)
        then
            perform core.fail('HXA03', null, 'The work was handed in.',
                'Accept it, reject it, or open a dispute.');
        end if;
        free_from := assigned.started_at + rule.started_period
            + escrow._held_since(work.id, assigned.started_at);
        if not is_overdue and core.now() < free_from then
            perform core.fail('HXA03', null, 'The work was begun.', format(
                'It can be cancelled again from %s on.', free_from));
        end if;
    end if;
    if held = 'FUNDED' and not (work.state = 'ACCEPTED' and is_overdue)
       and task._is_new_poster(poster.id, rule.new_poster_completed)
       and (
        select count(*)
          from task.task as t
          join escrow.escrow as e on e.task_id = t.id
         where t.poster_id = poster.id and t.cancelled_at > core.now() - interval '7 days'
           and e.funded_at is not null
           and not exists (select from task.assignment as a
                            where a.task_id = t.id and a.worker_id = t.worker_id
                              and a.ending <> 'cancelled')) >= rule.new_poster_cancellations
    then
        perform core.fail('HXA03', null,
            format('New posters may cancel paid work %s times a week.', rule.new_poster_cancellations),
            'Leave the task open, or wait until a week has passed.');
    end if;
    perform core._because(reason);
    perform task._call_off(work.id,
        case when is_overdue then 'overdue' else 'cancelled' end,
        case when assigned.id is null or is_overdue then 0
             else escrow._compensation(work.id, assigned) end);
    return task._summary(work.id);
end $$;

comment on function task.cancel is $$Cancel work: free before it is taken, for the first minutes after, and past the
deadline where nothing was handed in; else the worker is compensated with a tenth of the price, at
most 2000 cents. Refused once the work was handed in, and for 24 hours after it was begun. What is
left is refunded. A repeat answers what is there.
@param reason 1 to 1000 characters, kept on the events
@idempotency money
@returns the task, CANCELLED
@errors HX202 HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source LIF-09 LIF-19$$;

grant execute on function task.cancel to hx_member;
