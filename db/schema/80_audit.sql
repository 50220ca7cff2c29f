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

create table audit.proof (
    id          uuid primary key default core.new_id(),
    horizon     xid8 not null,
    subjects    integer not null,
    violations  bigint not null constraint proof_violations_not_negative check (violations >= 0),
    proved_at   timestamptz not null default clock_timestamp()
);
create index proof_proved_at on audit.proof (proved_at);
comment on table audit.proof is
    'What was proved of all that moved, minute by minute: no further than the horizon. @source STL-08';
comment on column audit.proof.horizon is 'Transactions before it were looked at';
