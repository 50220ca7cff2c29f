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
