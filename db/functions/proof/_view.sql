-- One proof with its photos.
create or replace function proof._view(proof_id uuid)
    returns proof.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(p.id, p.task_id, p.submitter_id, p.attempt, p.state, p.description,
               coalesce((select array_agg(row(f.id, f.sequence, f.storage_key, f.content_type,
                        f.size_bytes, f.sha256, f.verification)::proof.photo_view
                        order by f.sequence)
                    from proof.photo as f where f.proof_id = p.id), '{}'),
               p.submitted_at, p.review_due_at, p.reviewed_at, p.rejection_reason)::proof.view
      from proof.proof as p
     where p.id = proof_id);
end $$;
