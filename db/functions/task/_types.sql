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
    if to_regtype('task.risk_answer') is null then
        create type task.risk_answer as (question text, answer text);
        create type task.classification as (
            risk_level text, required_tier integer, required_trade text, insurance_required boolean,
            background_required boolean, rules text[]);
        create type task.question_view as (
            code text, purpose text, prompt text, kind text, options text[], is_blocking boolean,
            cluster text, is_private boolean, answer text);
        create type task.draft_view as (
            id uuid, state text, title text, description text, category text, price_cents bigint,
            currency text, deadline_at timestamptz, address text, latitude double precision,
            longitude double precision, contact text, requirements text, requires_proof boolean,
            proof_instructions text, missing text[], completeness numeric, clarity integer,
            next_question task.question_view, questions task.question_view[], task_id uuid,
            expires_at timestamptz, created_at timestamptz, updated_at timestamptz);
        create type task.answer_view as (code text, prompt text, answer text);
    end if;
end $$;
comment on type task.risk_answer is 'An answer to a risk question of task.get_questions';
comment on type task.classification is 'What work asks of whom takes it, and what raised it. @nullable required_trade';
comment on type task.question_view is
    'A question that a brief is asked, and its answer where there is one. @nullable answer';
comment on type task.draft_view is
    'A draft of work: what is missing (fields and questions by their codes), how complete it is (0 to 1) and how
clear (1 to 5), what is asked next. @machine draft @nullable title description category price_cents
deadline_at address latitude longitude contact requirements proof_instructions next_question task_id expires_at';
comment on type task.answer_view is 'What a poster answered about his work';
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
