-- Floor 4. The contest of a task's end: one a task, decided by a person.
create domain dispute.reason_code as text constraint dispute_reason_code_known
    check (value in ('PROOF_INSUFFICIENT', 'WORK_NOT_DONE', 'QUALITY_ISSUE', 'OTHER'));
create domain dispute.outcome as text constraint dispute_outcome_is_known
    check (value in ('HUSTLER_WINS', 'CLIENT_WINS', 'SPLIT'));
create domain dispute.worker_percent as integer constraint dispute_worker_percent_range
    check (value between 1 and 99);
create domain dispute.evidence_kind as text constraint dispute_evidence_kind_known
    check (value in ('PHOTO', 'MESSAGE', 'LOCATION', 'DOCUMENT'));
create domain dispute.evidence_from as text constraint dispute_evidence_from_is_known
    check (value in ('poster', 'worker', 'both'));
comment on domain dispute.evidence_from is 'poster, worker or both';
comment on domain dispute.reason_code is 'PROOF_INSUFFICIENT, WORK_NOT_DONE, QUALITY_ISSUE or OTHER';
comment on domain dispute.outcome is 'HUSTLER_WINS, CLIENT_WINS or SPLIT';
comment on domain dispute.worker_percent is 'The worker''s part of a split in percent, 1 to 99';
comment on domain dispute.evidence_kind is 'PHOTO, MESSAGE, LOCATION or DOCUMENT';

create table dispute.dispute (
    id                 uuid primary key default core.new_id(),
    task_id            uuid not null constraint dispute_one_a_task unique
        constraint dispute_task_fkey references task.task (id) on delete restrict,
    poster_id          uuid not null
        constraint dispute_poster_fkey references account.user (id) on delete restrict,
    worker_id          uuid not null
        constraint dispute_worker_fkey references account.user (id) on delete restrict,
    opened_by          uuid
        constraint dispute_opened_by_fkey references account.user (id) on delete restrict,
    reason             text not null constraint dispute_reason_known check (reason in (
        'PROOF_INSUFFICIENT', 'WORK_NOT_DONE', 'QUALITY_ISSUE', 'OTHER', 'OVERDUE', 'CHARGEBACK')),
    description        core.note not null,
    state              text not null default 'OPEN',
    version            integer not null default 1,
    due_at             timestamptz,
    evidence_from      text constraint dispute_evidence_from_known
        check (evidence_from in ('poster', 'worker', 'both')),
    review_started_at  timestamptz,
    escalated_at       timestamptz,
    outcome            text constraint dispute_outcome_known
        check (outcome in ('HUSTLER_WINS', 'CLIENT_WINS', 'SPLIT')),
    worker_percent     integer,
    notes              core.note,
    resolved_by        uuid
        constraint dispute_resolved_by_fkey references account.user (id) on delete restrict,
    resolved_at        timestamptz,
    is_worker_loss     boolean generated always as (
        case outcome when 'SPLIT' then worker_percent < 50 else outcome = 'CLIENT_WINS' end) stored,
    created_at         timestamptz not null default core.now(),
    updated_at         timestamptz not null default core.now(),
    constraint dispute_parties_differ check (poster_id <> worker_id),
    constraint dispute_opened_by_somebody check (
        (opened_by is null) = (reason in ('OVERDUE', 'CHARGEBACK'))),
    constraint dispute_resolved_whole check (
        case when state = 'RESOLVED'
             then num_nulls(outcome, notes, resolved_by, resolved_at) = 0 and due_at is null
             else num_nonnulls(outcome, notes, resolved_by, resolved_at) = 0 end),
    constraint dispute_percent_of_split check (
        case when outcome = 'SPLIT' then worker_percent is not null and worker_percent between 1 and 99
             else worker_percent is null end),
    constraint dispute_resolver_is_no_party check (resolved_by not in (poster_id, worker_id))
);
create index dispute_due on dispute.dispute (due_at) where due_at is not null;
create index dispute_poster on dispute.dispute (poster_id);
create index dispute_worker on dispute.dispute (worker_id);
create index dispute_opened_by on dispute.dispute (opened_by, created_at);
create index dispute_resolved_by on dispute.dispute (resolved_by);
comment on table dispute.dispute is
    'Contests: OPEN to RESOLVED, one a task; opened_by null means the clock or Stripe. @source DIS-02 DIS-04 DIS-07';

create table dispute.evidence (
    id            uuid primary key default core.new_id(),
    dispute_id    uuid not null
        constraint evidence_dispute_fkey references dispute.dispute (id) on delete restrict,
    submitter_id  uuid not null
        constraint evidence_submitter_fkey references account.user (id) on delete restrict,
    kind          text not null constraint evidence_kind_known
        check (kind in ('PHOTO', 'MESSAGE', 'LOCATION', 'DOCUMENT')),
    description   core.note not null,
    storage_key   text constraint evidence_storage_key_unique unique
        constraint evidence_storage_key_shape
        check (storage_key ~ '^[A-Za-z0-9][A-Za-z0-9/_.-]*$' and storage_key !~ '\.\.'
            and length(storage_key) <= 500),
    sha256        text constraint evidence_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$'),
    created_at    timestamptz not null default core.now(),
    constraint evidence_file_whole check ((storage_key is null) = (sha256 is null)),
    constraint evidence_file_of_photo check (kind not in ('PHOTO', 'DOCUMENT') or storage_key is not null)
);
create index evidence_dispute on dispute.evidence (dispute_id);
create index evidence_submitter on dispute.evidence (submitter_id);
comment on table dispute.evidence is 'What the parties brought forward, append-only; files by storage key';
