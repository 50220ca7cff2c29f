-- Shapes of dispute procedures.
do $$
begin
    if to_regtype('dispute.view') is null then
        create type dispute.evidence_view as (
            id uuid, submitter_id uuid, kind text, description text, storage_key text, sha256 text,
            created_at timestamptz);
        create type dispute.view as (
            id uuid, task_id uuid, task_state text, escrow_state text, poster_id uuid, worker_id uuid,
            opened_by uuid, reason text, description text, state text, due_at timestamptz,
            evidence_from text, evidence dispute.evidence_view[], outcome text,
            worker_percent integer, notes text, resolved_at timestamptz, created_at timestamptz);
    end if;
end $$;

comment on type dispute.evidence_view is 'What a party brought forward. @nullable storage_key sha256';
comment on type dispute.view is 'A dispute with its evidence. @nullable opened_by due_at evidence_from outcome
worker_percent notes resolved_at';
