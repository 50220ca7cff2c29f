-- Floor 9. What staff did, why, and to whom: written in the transaction of the act.
create domain admin.freeze_scope as text constraint admin_freeze_scope_known
    check (value in ('FUNDING', 'TRANSFERS', 'REFUNDS', 'REVERSALS'));
comment on domain admin.freeze_scope is 'FUNDING, TRANSFERS, REFUNDS or REVERSALS';

create domain admin.named_arguments as jsonb constraint admin_named_arguments_object
    check (jsonb_typeof(value) = 'object');
comment on domain admin.named_arguments is 'Arguments of a procedure, an object by name';

create domain admin.staff_role as text constraint admin_staff_role_known
    check (value in ('hx_support', 'hx_moderator', 'hx_admin', 'hx_founder'));
comment on domain admin.staff_role is 'hx_support, hx_moderator, hx_admin or hx_founder';

create domain admin.event_cursor as text constraint admin_event_cursor_shape
    check (value ~ '^[0-9]{1,18}\.[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$');
comment on domain admin.event_cursor is 'Where a page of events begins, as the page before told it';

create domain admin.flag_name as text
    constraint admin_flag_name_shape check (value ~ '^[a-z_]{2,60}$');
comment on domain admin.flag_name is 'A feature flag, as admin.get_flags has it';

create domain admin.city_code as text
    constraint admin_city_code_shape check (value ~ '^[a-z_]{2,40}$');
comment on domain admin.city_code is 'A city by its code';

create domain admin.percent as integer
    constraint admin_percent_range check (value between 0 and 100);
comment on domain admin.percent is '0 to 100';

create domain admin.invite_uses as integer
    constraint admin_invite_uses_range check (value between 1 and 10000);
comment on domain admin.invite_uses is '1 to 10000';

create domain admin.two_person_act as text constraint admin_two_person_act_known check (value in (
    'escrow.release', 'escrow.refund', 'dispute.resolve', 'settlement.reverse',
    'admin.charge_worker', 'admin.write_off_debt'));
comment on domain admin.two_person_act is
    'escrow.release, escrow.refund, dispute.resolve, settlement.reverse, admin.charge_worker or admin.write_off_debt';

create table admin.approval (
    id            uuid primary key default core.new_id(),
    action        text not null constraint approval_action_known check (action in (
        'escrow.release', 'escrow.refund', 'dispute.resolve', 'settlement.reverse',
        'admin.charge_worker', 'admin.write_off_debt')),
    subject_id    uuid not null,
    amount_cents  bigint not null
        constraint approval_amount_positive check (amount_cents > 0),
    currency      core.currency not null,
    reason        core.note not null,
    requested_by  uuid not null
        constraint approval_requested_by_fkey references account.user (id) on delete restrict,
    requested_at  timestamptz not null default core.now(),
    expires_at    timestamptz not null,
    approved_by   uuid
        constraint approval_approved_by_fkey references account.user (id) on delete restrict,
    approved_at   timestamptz,
    used_at       timestamptz,
    constraint approval_by_another check (approved_by <> requested_by),
    constraint approval_whole check ((approved_by is null) = (approved_at is null)),
    constraint approval_used_after_approval check (used_at is null or approved_at is not null),
    constraint approval_expires_later check (expires_at > requested_at)
);
create index approval_unused on admin.approval (subject_id, action) where used_at is null;
create index approval_requested_by on admin.approval (requested_by);
create index approval_approved_by on admin.approval (approved_by);
comment on table admin.approval is
    'Acts over the two-person limit that one of staff asked for and another approved; used once. @source ADM-16 S-A2';

create table admin.action (
    id              uuid primary key default core.new_id(),
    actor_id        uuid not null
        constraint action_actor_fkey references account.user (id) on delete restrict,
    role            text not null,
    action          text not null constraint action_shape check (action ~ '^[a-z_]+\.[a-z_]+$'),
    subject         text not null constraint action_subject_shape check (subject ~ '^[a-z_]+$'),
    subject_id      uuid not null,
    reason          core.note not null,
    details         jsonb not null default '{}',
    amount_cents    bigint,
    currency        core.currency,
    approval_id     uuid
        constraint action_approval_fkey references admin.approval (id) on delete restrict,
    request_id      text,
    at              timestamptz not null default core.now(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint action_amount_in_its_currency check ((amount_cents is null) = (currency is null)),
    constraint action_approval_used_once unique (approval_id)
);
create index action_subject on admin.action (subject_id);
create index action_actor on admin.action (actor_id, id);
comment on table admin.action is
    'Acts of staff, append-only: ids, states and amounts, and the reason. @source DIS-09';
