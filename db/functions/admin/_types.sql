-- Shapes of admin procedures.
do $$
begin
    if to_regtype('admin.debt') is null then
        create type admin.debt as (account_id uuid, debt_cents bigint, currency text);
    end if;
    if to_regtype('admin.freeze_view') is null then
        create type admin.freeze_view as (
            scope text, frozen_at timestamptz, frozen_by uuid, reason text);
    end if;
    if to_regtype('admin.machine') is null then
        create type admin.machine_state as (
            state text, is_initial boolean, is_terminal boolean, holds_money boolean);
        create type admin.machine_move as (from_state text, to_state text, event text);
        create type admin.machine as (
            machine text, states admin.machine_state[], moves admin.machine_move[]);
    end if;
    if to_regtype('admin.staff_member') is null then
        create type admin.staff_member as (
            account_id uuid, full_name text, role text, roles text[]);
    end if;
    if to_regtype('admin.approval_view') is null then
        create type admin.approval_view as (
            id uuid, action text, subject_id uuid, amount_cents bigint, currency text, reason text,
            requested_by uuid, requested_at timestamptz, approved_by uuid, approved_at timestamptz,
            used_at timestamptz, expires_at timestamptz);
        create type admin.account_view as (
            account_id uuid, state text, suspension_ends_at timestamptz, strikes integer,
            held_tasks integer, cancelled_tasks integer);
        create type admin.staff_view as (account_id uuid, full_name text, role text, granted_at timestamptz);
        create type admin.dead_letter_view as (
            id uuid, kind text, order_id uuid, attempts integer, error text, buried_at timestamptz,
            closed_at timestamptz, closing text);
        create type admin.dead_letter_page as (items admin.dead_letter_view[], next_cursor text);
        create type admin.task_item as (
            id uuid, title text, state text, escrow_state text, price_cents bigint, currency text,
            poster_id uuid, poster_name text, worker_id uuid, worker_name text,
            deadline_at timestamptz, created_at timestamptz);
        create type admin.task_page as (items admin.task_item[], next_cursor text);
        create type admin.hold_view as (
            id uuid, kind text, reason text, opened_by uuid, opened_at timestamptz, closed_at timestamptz);
        create type admin.entry_view as (
            at timestamptz, journal_id uuid, kind text, account_kind text, owner_id uuid,
            amount_cents bigint, currency text);
        create type admin.task_view as (
            id uuid, title text, description text, category text, zone text, state text,
            price_cents bigint, currency text, requires_proof boolean, poster task.person,
            worker task.person, escrow_id uuid, escrow_state text, release_cents bigint,
            refund_cents bigint, worker_cents bigint, platform_cents bigint, dispute_id uuid,
            dispute_state text, deadline_at timestamptz, due_at timestamptz, due_event text,
            created_at timestamptz, accepted_at timestamptz, proof_submitted_at timestamptz,
            completed_at timestamptz, cancelled_at timestamptz, proofs proof.view[],
            holds admin.hold_view[], settlements settlement.view[], entries admin.entry_view[]);
        create type admin.dispute_item as (
            id uuid, task_id uuid, title text, state text, reason text, outcome text,
            amount_cents bigint, currency text, poster_id uuid, poster_name text, worker_id uuid,
            worker_name text, due_at timestamptz, created_at timestamptz);
        create type admin.dispute_page as (items admin.dispute_item[], next_cursor text);
        create type admin.settlement_page as (items settlement.view[], next_cursor text);
        create type admin.person_item as (
            id uuid, full_name text, email text, state text, role text, trust_tier integer,
            created_at timestamptz);
        create type admin.person_page as (items admin.person_item[], next_cursor text);
        create type admin.strike_view as (reason text, at timestamptz, expires_at timestamptz);
        create type admin.person_view as (
            id uuid, full_name text, email text, phone text, state text, role text,
            suspension_ends_at timestamptz, identity_verified_at timestamptz, created_at timestamptz,
            trust_tier integer, total_xp bigint, completed_tasks integer, posted_tasks integer,
            disputes integer, payable_cents bigint, reserved_cents bigint, debt_cents bigint,
            currency text, payout_status text, strikes admin.strike_view[]);
        create type admin.action_view as (
            id uuid, at timestamptz, actor_id uuid, actor_name text, role text, action text,
            subject text, subject_id uuid, reason text, amount_cents bigint, currency text,
            approved_by uuid);
        create type admin.action_page as (items admin.action_view[], next_cursor text);
        create type admin.event_view as (
            id uuid, recorded_at timestamptz, at timestamptz, aggregate text, aggregate_id uuid,
            event text, from_state text, to_state text, actor_id uuid, session_user_name text,
            request_id text, reason text);
        create type admin.event_page as (items admin.event_view[], next_cursor text);
    end if;
    if to_regtype('admin.rehearsal') is null then
        create type admin.rehearsed_error as (code text, field text, message text, hint text);
        create type admin.rehearsed_row as (
            table_name text, inserted bigint, updated bigint, deleted bigint);
        create type admin.rehearsed_entry as (
            journal_kind text, account_kind text, owner_id uuid, amount_cents bigint, currency text);
        create type admin.rehearsed_event as (
            aggregate text, aggregate_id uuid, event text, from_state text, to_state text);
        create type admin.rehearsed_order as (
            kind text, id uuid, state text, payee_id uuid, amount_cents bigint, currency text);
        create type admin.rehearsal as (
            procedure text, answer text, error admin.rehearsed_error, rows admin.rehearsed_row[],
            entries admin.rehearsed_entry[], events admin.rehearsed_event[],
            orders admin.rehearsed_order[]);
    end if;
    if to_regtype('admin.flag_view') is null then
        create type admin.flag_view as (
            name text, city text, role text, is_on boolean, percent integer, comment text,
            updated_at timestamptz);
        create type admin.invite_view as (
            id uuid, code text, maximum_uses integer, uses integer, expires_at timestamptz,
            revoked_at timestamptz, made_by uuid, made_at timestamptz);
        create type admin.invite_page as (items admin.invite_view[], next_cursor text);
        create type admin.onboarding_view as (
            account_id uuid, round integer, state text, role text, tier text, completed_at timestamptz,
            permitted_at timestamptz);
    end if;
    if to_regtype('admin.finding_item') is null then
        create type admin.finding_side as (
            what text, reference text, state text, amount_cents bigint, currency text);
        create type admin.finding_item as (
            id uuid, kind text, severity text, state text, subject text, subject_id uuid,
            amount_cents bigint, currency text, ours admin.finding_side, theirs admin.finding_side,
            statement text, remedy text, owner_id uuid, age_seconds bigint, found_at timestamptz,
            closed_at timestamptz, closed_by uuid, note text);
        create type admin.finding_page as (items admin.finding_item[], next_cursor text);
    end if;
end $$;

comment on type admin.finding_side is
    'What one side says of an object. @nullable state amount_cents currency';
comment on type admin.finding_item is
    'A difference, both its sides, and what may be done about it; amount_cents is theirs less ours. @machine finding
@nullable amount_cents currency ours theirs statement remedy owner_id closed_at closed_by note';
comment on type admin.finding_page is 'Findings, the newest first. @nullable next_cursor';

comment on type admin.freeze_view is 'A kind of money movement. @nullable frozen_at frozen_by reason';

comment on type admin.debt is 'What a person owes: zero, or negative cents';

comment on type admin.machine_state is 'A state of a machine: whether one is born in it, whether it ends there';

comment on type admin.machine_move is 'A legal move of a machine';

comment on type admin.machine is 'A state machine as the law has it: its states and its moves, no others';

comment on type admin.staff_member is 'Somebody of staff: the role, and every role in which a call may run';

comment on type admin.rehearsed_error is
    'Why a procedure would be refused: an HX code and what would be right. @nullable field hint';
comment on type admin.rehearsed_row is 'How many rows of a table would come, change or go';
comment on type admin.rehearsed_entry is
    'A line that would stand in the ledger; + means that the holder is owed more. @nullable owner_id';
comment on type admin.rehearsed_event is
    'An event that would be recorded. @nullable from_state to_state';
comment on type admin.rehearsed_order is
    'An order to an outside party that would be given or moved. @nullable state payee_id amount_cents currency';
comment on type admin.rehearsal is
    'What a procedure would do: its answer as JSON, or its error; what would be written. @nullable answer error';

comment on type admin.approval_view is
    'A second person''s approval of an act: asked for, given, used once. @nullable approved_by approved_at used_at';
comment on type admin.account_view is
    'Where an account stands after an act; tasks of it that were held or cancelled. @machine account
@nullable suspension_ends_at';
comment on type admin.staff_view is 'A person''s staff role; none where it was taken away. @nullable role granted_at';
comment on type admin.dead_letter_view is
    'An order that needs a person. @nullable closed_at closing';
comment on type admin.dead_letter_page is 'A page of dead letters. @nullable next_cursor';
comment on type admin.task_item is 'A task in staff''s lists. @machine task @nullable worker_id worker_name';
comment on type admin.task_page is 'A page of tasks. @nullable next_cursor';
comment on type admin.hold_view is 'What holds a task''s payment. @nullable opened_by closed_at';
comment on type admin.entry_view is
    'A line of the ledger; + means that the holder is owed more. @nullable owner_id';
comment on type admin.task_view is
    'A task with its money, for staff; never its place. @machine task @nullable zone worker release_cents
refund_cents worker_cents platform_cents dispute_id dispute_state due_at due_event accepted_at
proof_submitted_at completed_at cancelled_at';
comment on type admin.dispute_item is
    'A dispute in staff''s lists. @machine dispute @nullable outcome due_at';
comment on type admin.dispute_page is 'A page of disputes. @nullable next_cursor';
comment on type admin.settlement_page is 'A page of settlements. @nullable next_cursor';
comment on type admin.person_item is
    'A person in staff''s lists. @machine account @nullable email role';
comment on type admin.person_page is 'A page of people. @nullable next_cursor';
comment on type admin.strike_view is 'A strike that counts until it expires';
comment on type admin.person_view is
    'A person as staff sees him. @machine account @nullable email phone role suspension_ends_at
identity_verified_at';
comment on type admin.action_view is
    'An act of staff, as it is on record. @nullable amount_cents currency approved_by';
comment on type admin.action_page is 'A page of acts. @nullable next_cursor';
comment on type admin.event_view is
    'Something that happened. @nullable from_state to_state actor_id request_id reason';
comment on type admin.event_page is 'A page of events, newest first; next_cursor goes back in time. @nullable next_cursor';
comment on type admin.flag_view is
    'A flag, or a rule of it for a city, a role or a part of the people. @nullable city role';
comment on type admin.invite_view is 'An invitation to join. @nullable revoked_at';
comment on type admin.invite_page is 'A page of invitations. @nullable next_cursor';
comment on type admin.onboarding_view is
    'A person''s last round of onboarding. @machine onboarding @nullable role completed_at permitted_at';
