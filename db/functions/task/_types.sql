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
    if to_regtype('task.offer') is null then
        create type task.offer as (
            id uuid, title text, category text, price_cents bigint, currency text, mode text,
            requires_proof boolean, cell text, zone text, poster task.person,
            deadline_at timestamptz, created_at timestamptz, distance_miles numeric,
            matching_score numeric, relevance numeric, search_score numeric);
        create type task.offers as (items task.offer[], next_cursor text);
        create type task.matching_score as (
            task_id uuid, overall numeric, is_eligible boolean, distance numeric, price numeric,
            category numeric, poster_rating numeric, urgency_fit numeric,
            trust_compatibility numeric, distance_miles numeric, blockers text[]);
        create type task.price_suggestion as (
            category text, currency text, low_cents bigint, mid_cents bigint, high_cents bigint,
            confidence numeric, percentile integer);
        create type task.search_view as (
            id uuid, name text, query text, categories text[], min_price_cents bigint,
            max_price_cents bigint, radius_miles integer, sort_by text, created_at timestamptz);
        -- What somebody looks for, and what he may take; of no answer.
        create type task.wish as (
            viewer uuid, location_state text, tier integer, trades text[], demands integer[],
            now_at timestamptz, as_of timestamptz, origin ext.geography, area ext.geography,
            metres double precision, min_price_cents bigint, max_price_cents bigint,
            is_urgent boolean, query tsquery, words text, sort_by text, after_key numeric,
            after_metres double precision, after_id uuid, fingerprint text, cells text[],
            spelt text[], longest text);
        -- What scores are made of, and is the same for all work that one person is shown.
        create type task.taste as (
            trust double precision, categories text[], category_scores double precision[],
            median_cents bigint[], min_price_cents bigint,
            trust_weight double precision, distance_weight double precision,
            category_weight double precision, price_weight double precision,
            time_weight double precision, match_weight double precision,
            recency_weight double precision, urgency_weight double precision,
            poster_weight double precision, search_weight double precision,
            found_weight double precision, hours_needed double precision);
        create type task.candidate as (
            task_id uuid, poster_id uuid, category text, price_cents bigint,
            deadline_at timestamptz, created_at timestamptz, metres double precision,
            search_score double precision);
        create type task.hit as (
            task_id uuid, metres double precision, search_score numeric, matching numeric,
            relevance numeric);
    end if;
    if not exists (select from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t
                     on t.typrelid = a.attrelid
                    where t.oid = to_regtype('task.wish') and a.attname = 'cells')
    then
        alter type task.wish add attribute cells text[], add attribute spelt text[],
            add attribute longest text;
        alter type task.taste drop attribute time_needed,
            add attribute hours_needed double precision;
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
comment on type task.offer is 'Work that the viewer may take, without its place; the distance is to the
middle of its cell. @nullable zone distance_miles search_score';
comment on type task.offers is 'A page of work that may be taken. @nullable next_cursor';
comment on type task.matching_score is 'How well work suits the caller, 0 to 1, and what it is made of.
@nullable distance_miles';
comment on type task.price_suggestion is 'What work of a kind is paid with; the poster decides';
comment on type task.search_view is 'A search that the caller kept. @nullable query categories
min_price_cents max_price_cents radius_miles';
comment on type task.completion is 'What completing a task did. @nullable base_xp streak_multiplier effective_xp';
comment on type task.submission is 'A task and the proof just submitted';
comment on type task.history_entry is 'Something that happened to a task or to what belongs to it.
@nullable kind from_state to_state actor_id reason due_at';
