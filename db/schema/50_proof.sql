-- Floor 4. Evidence that the work was done, at most three submissions a task.
create domain proof.storage_key as text constraint proof_storage_key_shape
    check (length(value) <= 500 and value ~ '^[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9/_.-]*$');
create domain proof.content_type as text constraint proof_content_type_known
    check (value in ('image/jpeg', 'image/png', 'image/heic'));
create domain proof.size_bytes as bigint
    constraint proof_size_range check (value between 1 and 10485760);
create domain proof.sha256 as text constraint proof_sha256_shape check (value ~ '^[0-9a-f]{64}$');
comment on domain proof.storage_key is 'Where a file is kept: letters, digits, / _ . - and no ..';
comment on domain proof.content_type is 'The kinds of photo that are taken';
comment on domain proof.size_bytes is 'Bytes, 1 to 10485760';
comment on domain proof.sha256 is 'SHA-256 in lower-case hex';

create table proof.proof (
    id                uuid primary key default core.new_id(),
    task_id           uuid not null
        constraint proof_task_fkey references task.task (id) on delete restrict,
    assignment_id     uuid not null,
    submitter_id      uuid not null
        constraint proof_submitter_fkey references account.user (id) on delete restrict,
    attempt           integer not null
        constraint proof_attempt_range check (attempt between 1 and 3),
    description       core.note not null,
    latitude          core.latitude,
    longitude         core.longitude,
    state             text not null default 'PENDING',
    version           integer not null default 1,
    submitted_at      timestamptz,
    review_due_at     timestamptz,
    reviewer_id       uuid
        constraint proof_reviewer_fkey references account.user (id) on delete restrict,
    reviewed_at       timestamptz,
    rejection_reason  core.reason,
    created_at        timestamptz not null default core.now(),
    updated_at        timestamptz not null default core.now(),
    constraint proof_assignment_fkey foreign key (assignment_id, task_id, submitter_id)
        references task.assignment (id, task_id, worker_id) on delete restrict,
    constraint proof_attempt_unique unique (task_id, attempt),
    constraint proof_reviewer_is_not_submitter check (reviewer_id <> submitter_id),
    constraint proof_submitted_has_times check (
        state = 'PENDING' or (submitted_at is not null and review_due_at is not null)),
    constraint proof_reviewed_has_time check (
        (state in ('ACCEPTED', 'REJECTED')) = (reviewed_at is not null)),
    constraint proof_rejection_has_reason check (state <> 'REJECTED' or rejection_reason is not null),
    constraint proof_rejection_has_reviewer check (state <> 'REJECTED' or reviewer_id is not null),
    constraint proof_position_whole check ((latitude is null) = (longitude is null))
);
create unique index proof_one_waiting on proof.proof (task_id)
    where reviewed_at is null;
create unique index proof_one_accepted on proof.proof (task_id)
    where state = 'ACCEPTED';
create index proof_submitter on proof.proof (submitter_id);
create index proof_reviewer on proof.proof (reviewer_id);
create index proof_assignment on proof.proof (assignment_id, task_id, submitter_id);
comment on table proof.proof is 'Submissions of evidence. @source PRF-01 PRF-04 PRF-05 PRF-13';

create table proof.photo (
    id            uuid primary key default core.new_id(),
    proof_id      uuid not null
        constraint photo_proof_fkey references proof.proof (id) on delete restrict,
    task_id       uuid not null
        constraint photo_task_fkey references task.task (id) on delete restrict,
    sequence      integer not null constraint photo_sequence_range check (sequence between 1 and 5),
    storage_key   text not null constraint photo_storage_key_unique unique
        constraint photo_storage_key_shape
        check (storage_key ~ '^[A-Za-z0-9][A-Za-z0-9/_.-]*$' and storage_key !~ '\.\.'
            and length(storage_key) <= 500),
    content_type  text not null constraint photo_content_type_known
        check (content_type in ('image/jpeg', 'image/png', 'image/heic')),
    size_bytes    bigint not null
        constraint photo_size_range check (size_bytes between 1 and 10485760),
    sha256        text not null constraint photo_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$'),
    verification  text not null default 'UNVERIFIED'
        constraint photo_verification_known check (verification in ('UNVERIFIED')),
    created_at    timestamptz not null default core.now(),
    constraint photo_sequence_unique unique (proof_id, sequence),
    constraint photo_not_twice_in_proof unique (proof_id, sha256),
    constraint photo_not_of_another_task exclude using gist
        (sha256 ext.gist_text_ops with operator(pg_catalog.=), task_id ext.gist_uuid_ops with operator(pg_catalog.<>))
);
create index photo_task on proof.photo (task_id);
comment on table proof.photo is
    'Photos of a proof by storage key; their contents are unverified until the storage job read them. @source PRF-10 PRF-16 PRF-19';
