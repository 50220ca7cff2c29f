-- The whole story of a task from core.event, in the order in which it was recorded: its own events
-- and those of its escrow, payment intents, proofs, dispute and settlements. A hold shows by the
-- money that it locks. Who of the staff acted and why, staff alone is told; who was the worker
-- before and why he left, staff and poster. No id of Stripe's ever leaves.
create or replace function task.history(task_id uuid)
    returns setof task.history_entry
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    work task.task;
    is_staff boolean := exists (select from account.staff as s where s.account_id = viewer);
begin
    select t.* into work from task.task as t
     where t.id = task_id and (is_staff or viewer in (t.poster_id, t.worker_id));
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return query
    with subject as (
        select 'task' as name, work.id as id, null as kind
        union all
        select 'escrow', e.id, null from escrow.escrow as e where e.task_id = work.id
        union all
        select 'intent', i.id, i.purpose
          from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
         where e.task_id = work.id
        union all
        select 'proof', p.id, null from proof.proof as p where p.task_id = work.id
        union all
        select 'dispute', d.id, null from dispute.dispute as d where d.task_id = work.id
        union all
        select 'settlement', s.id, s.kind
          from settlement.settlement as s join escrow.escrow as e on e.id = s.escrow_id
         where e.task_id = work.id
    )
    select (row_number() over (order by v.recorded_at, v.id))::integer, v.at, s.name, s.id, s.kind,
           v.event, v.from_state, v.to_state, w.actor,
           case when w.is_told then v.actor_id end,
           case when w.is_told then coalesce(
               substring(v.reason from '^stripe ([a-z_]+\.[a-z_.]+) \S+$'), v.reason) end,
           (v.payload ->> 'due_at')::timestamptz
      from subject as s
      join core.event as v on v.aggregate_id = s.id and v.aggregate = s.name
     cross join lateral (
            select f.actor,
                   is_staff or f.actor in ('system', 'poster')
                   or f.actor = 'worker'
                      and (viewer = work.poster_id or v.actor_id = work.worker_id) as is_told
              from (select case when v.actor_id is null then 'system'
                                when v.actor_id = work.poster_id then 'poster'
                                when v.actor_id in (
                                    select a.worker_id from task.assignment as a
                                     where a.task_id = work.id) then 'worker'
                                else 'staff' end as actor) as f) as w
     order by v.recorded_at, v.id;
end $$;

comment on function task.history is $$All that happened to a task, its payment, proofs, dispute and
movements of money, in order; for its poster, its present worker and staff.
@returns one entry an event; kind is what an intent pays or how a settlement moves; due_at is when
the clock's act was due, at when it was done; who of the staff acted, and why, staff alone is told
@errors HX501 HX504 HXA02
@source LIF-10$$;

grant execute on function task.history to hx_member;
