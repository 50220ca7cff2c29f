-- Floor 9. Findings: differences that a person must look at. Their workflow comes later.
create table audit.finding (
    id          uuid primary key default core.new_id(),
    kind        text not null constraint finding_kind_shape check (kind ~ '^[a-z_]+$'),
    severity    text not null
        constraint finding_severity_known check (severity in ('P0', 'P1', 'P2', 'P3')),
    subject     text not null,
    subject_id  uuid not null,
    details     jsonb not null default '{}',
    found_at    timestamptz not null default core.now(),
    constraint finding_once unique (kind, subject, subject_id)
);
comment on table audit.finding is 'Differences found, one a kind and subject; ids, states and amounts only';

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
