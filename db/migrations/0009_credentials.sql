-- Words of providers and reminders join the credentials, which get their clock and a rule on who verified them.
-- Nothing wrote a credential before this.

create domain verification.coverage_cents as bigint
    constraint verification_coverage_range check (((value >= 1) and (value <= '100000000000'::bigint)));
create domain verification.document_key as text
    constraint verification_document_key_shape check (((length(value) <= 500) and (value ~ '^[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9/_.-]*$'::text)));
create domain verification.kind as text
    constraint verification_kind_known check ((value = any (array['licence'::text, 'insurance'::text, 'background'::text])));
create domain verification.licence_type as text
    constraint verification_licence_type_length check (((length(value) >= 1) and (length(value) <= 100)));
create domain verification.method as text
    constraint verification_method_known check ((value = any (array['registry'::text, 'document'::text, 'manual_review'::text])));
create domain verification.policy_number as text
    constraint verification_policy_number_length check (((length(value) >= 1) and (length(value) <= 100)));
create domain verification.provider as text
    constraint verification_provider_length check (((length(value) >= 1) and (length(value) <= 100)));
create domain verification.provider_event_id as text
    constraint verification_provider_event_id_length check (((length(value) >= 1) and (length(value) <= 200)));
create domain verification.verdict as text
    constraint verification_verdict_known check ((value = any (array['VERIFIED'::text, 'FAILED'::text])));
drop index if exists verification.credential_expires;
drop index if exists verification.credential_waiting;
create table verification.reminder (
    id uuid not null default core.new_id(),
    credential_id uuid not null,
    expires_at timestamp with time zone not null,
    days_before integer not null,
    reminded_at timestamp with time zone not null default core.now()
);
alter table verification.reminder enable row level security;
create table verification.word (
    provider verification.provider not null,
    provider_event_id verification.provider_event_id not null,
    credential_id uuid not null,
    submission integer not null,
    verdict verification.verdict not null,
    expires_at timestamp with time zone,
    reason core.reason,
    outcome text not null,
    told_at timestamp with time zone not null default core.now(),
    transaction_id xid8 not null default pg_current_xact_id()
);
alter table verification.word enable row level security;
alter table verification.credential add column due_at timestamp with time zone;
create index credential_due on verification.credential using btree (due_at) where (due_at is not null);
create unique index reminder_once on verification.reminder using btree (credential_id, expires_at, days_before);
create unique index reminder_pkey on verification.reminder using btree (id);
create index word_credential on verification.word using btree (credential_id, submission);
create unique index word_pkey on verification.word using btree (provider, provider_event_id);
create index credential_waiting on verification.credential using btree (id) where (state = 'PENDING'::text);
alter table verification.reminder add constraint reminder_pkey primary key using index reminder_pkey;
alter table verification.word add constraint word_pkey primary key using index word_pkey;
alter table verification.credential add constraint credential_due_by_state check ((((state = 'VERIFIED'::text) = (due_at is not null)) and (due_at <= expires_at))) not valid;
alter table verification.credential add constraint credential_reviewed_by_somebody check (((state <> 'VERIFIED'::text) or ((method = 'provider'::text) = (reviewer_id is null)))) not valid;
alter table verification.reminder add constraint reminder_credential_fkey foreign key (credential_id) references verification.credential(id) on delete restrict not valid;
alter table verification.reminder validate constraint reminder_credential_fkey;
alter table verification.reminder add constraint reminder_days_known check ((days_before = any (array[14, 7, 1]))) not valid;
alter table verification.reminder validate constraint reminder_days_known;
alter table verification.reminder add constraint reminder_once unique using index reminder_once;
alter table verification.word add constraint word_credential_fkey foreign key (credential_id) references verification.credential(id) on delete restrict not valid;
alter table verification.word validate constraint word_credential_fkey;
alter table verification.word add constraint word_outcome_known check ((outcome = any (array['applied'::text, 'repeated'::text, 'contrary'::text]))) not valid;
alter table verification.word validate constraint word_outcome_known;
comment on domain verification.coverage_cents is 'US cents, 1 to 100000000000';
comment on domain verification.document_key is 'Where a file is kept: letters, digits, / _ . - and no ..';
comment on domain verification.kind is 'licence, insurance or background';
comment on domain verification.licence_type is '1 to 100 characters';
comment on domain verification.method is 'registry, document or manual_review: how staff looked';
comment on domain verification.policy_number is '1 to 100 characters';
comment on domain verification.provider is '1 to 100 characters';
comment on domain verification.provider_event_id is '1 to 200 characters';
comment on domain verification.verdict is 'VERIFIED or FAILED';
comment on column verification.credential.reviewer_id is 'Who of staff verified or failed it; null where its provider did';
comment on column verification.credential.due_at is 'When its clock acts next: tells that it will expire, or expires it';
comment on table verification.reminder is 'That a credential will expire, told 14, 7 and 1 days before, each once, append-only. @source ELI-09';
comment on table verification.word is 'What providers told of credentials, each event once, append-only. @source ELI-08';
comment on column verification.word.submission is 'The version of the credential that was handed in and that this is about';
