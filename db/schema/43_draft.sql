-- Floor 3. Work on its way to being posted.
create table task.draft (
    id                  uuid primary key default core.new_id(),
    poster_id           uuid not null
        constraint draft_poster_fkey references account.user (id) on delete restrict,
    title               core.title,
    description         core.long_text,
    category            text
        constraint draft_category_fkey references task.category (code) on delete restrict,
    price_cents         core.price_cents,
    currency            core.currency not null default 'USD',
    deadline_at         timestamptz,
    address             task.address,
    latitude            core.latitude,
    longitude           core.longitude,
    contact             core.contact,
    requirements        core.requirements,
    requires_proof      boolean not null default true,
    proof_instructions  core.instructions,
    task_id             uuid constraint draft_task_unique unique
        constraint draft_task_fkey references task.task (id) on delete restrict,
    due_at              timestamptz,
    state               text not null default 'DRAFT',
    version             integer not null default 1,
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    constraint draft_posted_is_task check ((state = 'POSTED') = (task_id is not null)),
    constraint draft_due_by_state check (
        case when state in ('DRAFT', 'CLARIFYING', 'READY') then due_at is not null
             else state = 'ABANDONED' or due_at is null end),
    constraint draft_posted_without_place
        check (state <> 'POSTED' or (address is null and latitude is null and longitude is null and contact is null))
);
create unique index draft_one_active on task.draft (poster_id)
    where state in ('DRAFT', 'CLARIFYING', 'READY');
create index draft_poster on task.draft (poster_id, id);
create index draft_category on task.draft (category) where category is not null;
create index draft_due on task.draft (due_at) where due_at is not null;
comment on column task.draft.due_at is
    'When it is abandoned unless it is edited or posted, and then when what it says is forgotten';
comment on table task.draft is
    'Work that is being described; one active a person. The place leaves it when it is posted. @source LIF-01';

create table task.draft_answer (
    draft_id     uuid not null
        constraint draft_answer_draft_fkey references task.draft (id) on delete restrict,
    question     text not null
        constraint draft_answer_question_fkey references task.question (code) on delete restrict,
    answer       task.answer_text not null,
    answered_at  timestamptz not null default core.now(),
    constraint draft_answer_pkey primary key (draft_id, question)
);
create index draft_answer_question on task.draft_answer (question);
comment on table task.draft_answer is 'Answers to the questions of a draft; some are personal data';
