-- One dispute with its evidence, in the order in which it came.
create or replace function dispute._view(dispute_id uuid)
    returns dispute.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(d.id, t.id, t.state, e.state, d.poster_id, d.worker_id, d.opened_by, d.reason,
               d.description, d.state, d.due_at, d.evidence_from,
               coalesce((select array_agg(row(v.id, v.submitter_id, v.kind, v.description,
                        v.storage_key, v.sha256, v.created_at)::dispute.evidence_view order by v.id)
                    from dispute.evidence as v where v.dispute_id = d.id), '{}'),
               d.outcome, d.worker_percent, d.notes, d.resolved_at, d.created_at)::dispute.view
              from dispute.dispute as d
              join task.task as t on t.id = d.task_id
              join escrow.escrow as e on e.task_id = t.id
             where d.id = dispute_id);
end $$;
