-- Floor 9. Findings: differences that a person must look at, and the runs that look for them.
create table audit.finding_kind (
    kind           text primary key
        constraint finding_kind_kind_shape check (kind ~ '^[a-z_]+$'),
    comment        text not null,
    is_reconciled  boolean not null,
    remedy         text,
    constraint finding_kind_remedy_if_reconciled check (remedy is null or is_reconciled)
);
comment on table audit.finding_kind is
    'Differences that the reconciliation looks for (law): what each says, and what admin.fix_finding does about it';
comment on column audit.finding_kind.is_reconciled is
    'Whether it is closed as FIXED once both sides agree again';
comment on column audit.finding_kind.remedy is 'Null where a person must decide';

create table audit.finding (
    id            uuid primary key default core.new_id(),
    kind          text not null constraint finding_kind_shape check (kind ~ '^[a-z_]+$'),
    severity      text not null
        constraint finding_severity_known check (severity in ('P0', 'P1', 'P2', 'P3')),
    subject       text not null,
    subject_id    uuid not null,
    details       jsonb not null default '{}',
    state         text not null default 'OPEN',
    version       integer not null default 1,
    amount_cents  bigint,
    currency      core.currency,
    ours          jsonb,
    theirs        jsonb,
    owner_id      uuid
        constraint finding_owner_fkey references account.user (id) on delete restrict,
    note          core.note,
    found_at      timestamptz not null default core.now(),
    closed_at     timestamptz,
    closed_by     uuid
        constraint finding_closed_by_fkey references account.user (id) on delete restrict,
    updated_at    timestamptz not null default core.now(),
    constraint finding_amount_has_currency check ((amount_cents is null) = (currency is null)),
    constraint finding_closed_by_state check ((closed_at is not null) = (state <> 'OPEN')),
    constraint finding_closed_with_note check (closed_at is null or note is not null),
    constraint finding_closed_by_somebody check (closed_by is null or closed_at is not null)
);
create unique index finding_one_open on audit.finding (kind, subject, subject_id)
    where closed_at is null;
create index finding_subject on audit.finding (subject_id, kind);
create index finding_owner on audit.finding (owner_id);
create index finding_closed_by on audit.finding (closed_by);
comment on table audit.finding is
    'Differences found, one open a kind and subject; ids, states and amounts only. @source STL-06 S-L9';
comment on column audit.finding.amount_cents is 'By how much both sides differ: theirs less ours';
comment on column audit.finding.closed_by is 'Null where the reconciliation closed it: both sides agree again';

create table audit.reconciliation (
    id           uuid primary key default core.new_id(),
    is_full      boolean not null,
    read_to_at   timestamptz,
    examined     bigint not null,
    found        integer not null,
    closed       integer not null,
    began_at     timestamptz not null,
    ended_at     timestamptz not null default clock_timestamp()
);
create index reconciliation_ended on audit.reconciliation (ended_at);
comment on table audit.reconciliation is
    'Runs of the reconciliation that looked at everything, or found or closed anything, append-only.
@source REC-001';

create table audit.reconciliation_check (
    reconciliation_id  uuid not null
        constraint reconciliation_check_run_fkey references audit.reconciliation (id) on delete restrict,
    name               text not null,
    statement          text not null,
    differences        bigint not null,
    constraint reconciliation_check_pkey primary key (reconciliation_id, name)
);
comment on table audit.reconciliation_check is 'What a full run checked, and how much of it differs. @source REC-001';

create domain admin.finding_state as text constraint admin_finding_state_known
    check (value in ('OPEN', 'EXPLAINED', 'FIXED'));
comment on domain admin.finding_state is 'OPEN, EXPLAINED or FIXED';
create domain admin.finding_severity as text constraint admin_finding_severity_known
    check (value in ('P0', 'P1', 'P2', 'P3'));
comment on domain admin.finding_severity is 'P0, P1, P2 or P3: P0 froze its kind of money';

create table audit.proof_run (
    id          uuid primary key default core.new_id(),
    horizon     xid8 not null,
    subjects    integer not null,
    violations  bigint not null constraint proof_run_violations_not_negative check (violations >= 0),
    proved_at   timestamptz not null default clock_timestamp()
);
create index proof_run_proved_at on audit.proof_run (proved_at);
comment on table audit.proof_run is
    'What was proved of all that moved, minute by minute: no further than the horizon. @source STL-08';
comment on column audit.proof_run.horizon is 'Transactions before it were looked at';

create table audit.backup (
    id        uuid primary key default core.new_id(),
    label     text not null constraint backup_label_unique unique,
    bytes     bigint not null constraint backup_bytes_positive check (bytes > 0),
    begun_at  timestamptz not null,
    ended_at  timestamptz not null default clock_timestamp()
);
comment on table audit.backup is
    'Base backups made and verified, append-only; times by the real clock. @source DEP-34 DRH-027';

create table audit.restore (
    id                   uuid primary key default core.new_id(),
    label                text not null,
    is_drill             boolean not null,
    restored_to_at       timestamptz,
    last_transaction_at  timestamptz,
    recovery_seconds     numeric not null
        constraint restore_recovery_seconds check (recovery_seconds >= 0),
    loss_seconds         numeric
        constraint restore_loss_seconds check (loss_seconds >= 0),
    invariants           integer not null constraint restore_invariants check (invariants > 0),
    violations           bigint not null constraint restore_violations check (violations >= 0),
    broken_seals         integer not null constraint restore_broken_seals check (broken_seals >= 0),
    restored_at          timestamptz not null default clock_timestamp()
);
comment on table audit.restore is
    'Restores of a base backup and what its proofs found, append-only. @source DRH-003 DRH-030 DEP-37';
comment on column audit.restore.label is 'The base backup that it began with';
comment on column audit.restore.restored_to_at is 'The time that was asked for; null for the last archived';
comment on column audit.restore.loss_seconds is
    'How much could have been lost at most: the age of the newest archived log; null for a time asked for';

create table audit.proof (
    invariant   text primary key,
    violations  bigint not null constraint proof_violations check (violations >= 0),
    ms          numeric not null,
    proved_at   timestamptz not null
);
comment on table audit.proof is
    'What audit.prove() found last, invariant by invariant, for whoever asks often. @source STL-08 OBS-26';
