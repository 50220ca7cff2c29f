-- One task with its money, for staff: never its place or contact.
create or replace function admin.get_task(task_id uuid)
    returns admin.task_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer admin.task_view;
begin
    select t.id, t.title, t.description, t.category, t.zone, t.state, t.price_cents, t.currency,
           t.requires_proof, task._person(t.poster_id), task._person(t.worker_id), e.id, e.state,
           e.release_cents, e.refund_cents, e.worker_cents, e.platform_cents, d.id, d.state,
           t.deadline_at, t.due_at, t.due_event, t.created_at, t.accepted_at, t.proof_submitted_at,
           t.completed_at, t.cancelled_at,
           coalesce((select array_agg(proof._view(p.id) order by p.attempt)
                       from proof.proof as p where p.task_id = t.id), '{}'),
           coalesce((select array_agg(row(h.id, h.kind, h.reason, h.opened_by, h.opened_at,
                            h.closed_at)::admin.hold_view order by h.id)
                       from escrow.hold as h where h.escrow_id = e.id), '{}'),
           coalesce((select array_agg(settlement._view(s.id) order by s.id)
                       from settlement.settlement as s where s.escrow_id = e.id), '{}'),
           coalesce((select array_agg(row(l.at, j.id, j.kind, a.kind, a.owner_id, l.amount_cents,
                            l.currency)::admin.entry_view order by j.id, l.line)
                       from ledger.entry as l
                       join ledger.journal as j on j.id = l.journal_id
                       join ledger.account as a on a.id = l.account_id
                      where l.escrow_id = e.id), '{}')
      into answer
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      left join dispute.dispute as d on d.task_id = t.id
     where t.id = task_id;
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return answer;
end $$;

comment on function admin.get_task is $$One task with its proofs, holds, movements of money and the lines of the ledger that are about it;
task.history tells what happened. Never its address or contact.
@returns the task
@errors HXA02
@source ADM-15$$;

grant execute on function admin.get_task to hx_support;
