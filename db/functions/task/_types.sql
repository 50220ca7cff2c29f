-- Shapes of task procedures.
do $$
begin
    if to_regtype('task.summary') is null then
        create type task.summary as (
            id uuid, poster_id uuid, worker_id uuid, title text, category text,
            price_cents bigint, currency text, mode text, state text, requires_proof boolean,
            escrow_id uuid, escrow_state text, deadline_at timestamptz, created_at timestamptz,
            accepted_at timestamptz, started_at timestamptz, completion_requested_at timestamptz,
            proof_submitted_at timestamptz, completed_at timestamptz, cancelled_at timestamptz);
        create type task.person as (id uuid, full_name text, avatar_url text, trust_tier integer);
        create type task.detail as (
            id uuid, title text, description text, requirements text, category text,
            price_cents bigint, currency text, mode text, state text, cell text,
            zone text, address text, latitude double precision, longitude double precision, contact text,
            requires_proof boolean, proof_instructions text, escrow_id uuid, escrow_state text,
            proof_id uuid, proof_state text, poster task.person, worker task.person,
            deadline_at timestamptz, created_at timestamptz, accepted_at timestamptz,
            started_at timestamptz, completion_requested_at timestamptz,
            proof_submitted_at timestamptz, completed_at timestamptz, cancelled_at timestamptz);
        create type task.page as (items task.summary[], next_cursor text);
        create type task.completion as (
            task_id uuid, state text, completed_at timestamptz, escrow_id uuid, escrow_state text,
            released_cents bigint, worker_cents bigint, base_xp bigint, streak_multiplier numeric,
            effective_xp bigint);
        create type task.submission as (
            task_id uuid, state text, proof_submitted_at timestamptz,
            proof_id uuid, proof_state text);
    end if;
    if to_regtype('task.history_entry') is null then
        create type task.history_entry as (
            place integer, at timestamptz, subject text, subject_id uuid, kind text, event text,
            from_state text, to_state text, actor text, actor_id uuid, reason text,
            due_at timestamptz);
    end if;
end $$;
comment on type task.summary is 'A task in lists and answers. @nullable worker_id accepted_at started_at
completion_requested_at proof_submitted_at completed_at cancelled_at';
comment on type task.person is 'A counterparty as others see him. @nullable avatar_url';
comment on type task.detail is 'A whole task; the place only for poster and assigned worker. @nullable
requirements zone address latitude longitude contact proof_instructions proof_id proof_state worker
accepted_at started_at completion_requested_at proof_submitted_at completed_at cancelled_at';
comment on type task.page is 'A page of tasks. @nullable next_cursor';
comment on type task.completion is 'What completing a task did. @nullable base_xp streak_multiplier effective_xp';
comment on type task.submission is 'A task and the proof just submitted';
comment on type task.history_entry is 'Something that happened to a task or to what belongs to it.
@nullable kind from_state to_state actor_id reason due_at';
