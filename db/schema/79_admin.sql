-- Floor 9. What staff did, why, and to whom: written in the transaction of the act.
create domain admin.freeze_scope as text constraint admin_freeze_scope_known
    check (value in ('FUNDING', 'TRANSFERS', 'REFUNDS', 'REVERSALS'));
comment on domain admin.freeze_scope is 'FUNDING, TRANSFERS, REFUNDS or REVERSALS';

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
    request_id      text,
    at              timestamptz not null default core.now(),
    transaction_id  xid8 not null default pg_current_xact_id()
);
create index action_subject on admin.action (subject_id);
create index action_actor on admin.action (actor_id, id);
comment on table admin.action is
    'Acts of staff, append-only: ids, states and amounts, and the reason. @source DIS-09';
