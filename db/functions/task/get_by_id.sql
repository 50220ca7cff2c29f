-- One task, whole for its parties; work that is offered, without its place, for those who may take it.
create or replace function task.get_by_id(task_id uuid)
    returns task.detail
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    answer task.detail;
begin
    select t.id, t.title, t.description, t.requirements, t.category, t.price_cents, t.currency,
           t.mode, t.state, t.cell, t.zone, p.address, p.latitude, p.longitude, p.contact,
           t.requires_proof, t.proof_instructions, e.id, e.state, f.id, f.state,
           task._person(t.poster_id), task._person(t.worker_id), t.deadline_at, t.created_at,
           t.accepted_at, a.started_at, a.completion_requested_at, t.proof_submitted_at,
           t.completed_at, t.cancelled_at
      into answer
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      left join task.place as p on p.task_id = t.id and viewer in (t.poster_id, t.worker_id)
      left join task.assignment as a on a.task_id = t.id and a.ended_at is null
      left join lateral (
            select q.id, q.state from proof.proof as q
             where q.task_id = t.id and viewer in (t.poster_id, t.worker_id)
             order by q.attempt desc limit 1) as f on true
     where t.id = task_id
       and (viewer in (t.poster_id, t.worker_id)
            or task._is_shown(t.id, viewer));
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return answer;
end $$;

comment on function task.get_by_id is $$One task: its parties see all of it, others only open work they may take.
@returns the task; place and contact only for poster and assigned worker
@errors HX501 HX504 HXA02
@source LIF-10$$;

grant execute on function task.get_by_id to hx_member;
