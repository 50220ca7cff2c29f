-- Floor 2. What people say that they can do, what was verified of it, and the profile that follows.
-- Claims grant nothing; credentials and the tier are the only inputs; the profile is derived.
create domain verification.trade_code as text
    constraint verification_trade_code_shape check (value ~ '^[a-z_]{2,40}$');
create domain verification.licence_number as text
    constraint verification_licence_number_shape check (value ~ '^[A-Za-z0-9-]{4,50}$');
create domain verification.licence_type as text
    constraint verification_licence_type_length check (length(value) between 1 and 100);
create domain verification.policy_number as text
    constraint verification_policy_number_length check (length(value) between 1 and 100);
create domain verification.coverage_cents as bigint
    constraint verification_coverage_range check (value between 1 and 100000000000);
create domain verification.document_key as text
    constraint verification_document_key_shape check (
        length(value) <= 500 and value ~ '^[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9/_.-]*$');
create domain verification.kind as text
    constraint verification_kind_known check (value in ('licence', 'insurance', 'background'));
create domain verification.verdict as text
    constraint verification_verdict_known check (value in ('VERIFIED', 'FAILED'));
create domain verification.method as text
    constraint verification_method_known check (value in ('registry', 'document', 'manual_review'));
create domain verification.provider as text
    constraint verification_provider_length check (length(value) between 1 and 100);
create domain verification.provider_event_id as text
    constraint verification_provider_event_id_length check (length(value) between 1 and 200);
comment on domain verification.licence_type is '1 to 100 characters';
comment on domain verification.policy_number is '1 to 100 characters';
comment on domain verification.coverage_cents is 'US cents, 1 to 100000000000';
comment on domain verification.document_key is 'Where a file is kept: letters, digits, / _ . - and no ..';
comment on domain verification.kind is 'licence, insurance or background';
comment on domain verification.verdict is 'VERIFIED or FAILED';
comment on domain verification.method is 'registry, document or manual_review: how staff looked';
comment on domain verification.provider is '1 to 100 characters';
comment on domain verification.provider_event_id is '1 to 200 characters';
comment on domain verification.trade_code is 'A trade, as verification.trade has it';
comment on domain verification.licence_number is '4 to 50 letters, digits and dashes';

create table verification.trade (
    code  text primary key constraint trade_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name  core.title not null constraint trade_name_unique unique,
    kind  text not null constraint trade_kind_known check (kind in (
        'low_risk', 'regulated', 'may_need_licence'))
);
comment on table verification.trade is 'Trades, and whether one needs a licence for them (domain.md §1.6)';

create table verification.claim (
    account_id         uuid primary key
        constraint claim_account_fkey references account.user (id) on delete restrict,
    role               text not null
        constraint claim_role_known check (role in ('hustler', 'poster', 'both')),
    location_state     text not null
        constraint claim_state_fkey references city.us_state (code) on delete restrict,
    city               text constraint claim_city_length check (length(city) between 1 and 100),
    zip_code           text constraint claim_zip_code_shape check (zip_code ~ '^[0-9]{5}$'),
    insurance_claimed  boolean not null default false,
    takes_in_home      boolean not null default false,
    takes_urgent       boolean not null default false,
    takes_high_value   boolean not null default false,
    claimed_at         timestamptz not null default core.now()
);
create index claim_state on verification.claim (location_state);
comment on table verification.claim is
    'What a person said of himself at onboarding: one, append-only, and it never grants anything';

create table verification.claimed_trade (
    account_id  uuid not null
        constraint claimed_trade_claim_fkey
            references verification.claim (account_id) on delete restrict,
    trade       text not null
        constraint claimed_trade_trade_fkey references verification.trade (code) on delete restrict,
    licence     text
        constraint claimed_trade_licence_known check (licence in ('yes', 'no', 'unsure')),
    constraint claimed_trade_pkey primary key (account_id, trade)
);
create index claimed_trade_trade on verification.claimed_trade (trade);
comment on column verification.claimed_trade.licence is 'Whether he says that he has one; null where it was not asked';
comment on table verification.claimed_trade is 'The trades of a claim, append-only';

create table verification.willingness (
    account_id        uuid primary key
        constraint willingness_account_fkey references account.user (id) on delete restrict,
    takes_in_home     boolean not null default false,
    takes_urgent      boolean not null default false,
    takes_high_value  boolean not null default false,
    updated_at        timestamptz not null default core.now()
);
comment on table verification.willingness is
    'What a person wishes to be offered; it takes effect where he may, and never makes him eligible';

create table verification.credential (
    id                  uuid primary key default core.new_id(),
    account_id          uuid not null
        constraint credential_account_fkey references account.user (id) on delete restrict,
    kind                text not null
        constraint credential_kind_known check (kind in ('licence', 'insurance', 'background')),
    trade               text
        constraint credential_trade_fkey references verification.trade (code) on delete restrict,
    location_state      text
        constraint credential_state_fkey references city.us_state (code) on delete restrict,
    licence_number      verification.licence_number,
    licence_type        text
        constraint credential_licence_type_length check (length(licence_type) between 1 and 100),
    policy_number       text
        constraint credential_policy_number_length check (length(policy_number) between 1 and 100),
    coverage_cents      bigint
        constraint credential_coverage_positive check (coverage_cents > 0),
    currency            core.currency not null default 'USD',
    document_keys       text[] not null default '{}'
        constraint credential_documents_few check (cardinality(document_keys) <= 10),
    consented_at        timestamptz,
    provider            text
        constraint credential_provider_length check (length(provider) between 1 and 100),
    provider_reference  text
        constraint credential_provider_reference_length
            check (length(provider_reference) between 1 and 200),
    state               text not null default 'PENDING',
    version             integer not null default 1,
    method              text constraint credential_method_known check (method in (
        'registry', 'document', 'manual_review', 'provider')),
    reviewer_id         uuid
        constraint credential_reviewer_fkey references account.user (id) on delete restrict,
    failure             core.reason,
    submitted_at        timestamptz not null default core.now(),
    verified_at         timestamptz,
    expires_at          timestamptz,
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    due_at              timestamptz,
    constraint credential_of_its_trade unique (id, account_id, trade, location_state),
    constraint credential_reviewer_is_another check (reviewer_id <> account_id),
    constraint credential_licence_whole check (
        kind <> 'licence' or (trade is not null and location_state is not null
            and licence_number is not null)),
    constraint credential_insurance_whole check (
        kind <> 'insurance' or (trade is not null and location_state is null
            and coverage_cents is not null and cardinality(document_keys) > 0)),
    constraint credential_background_whole check (
        kind <> 'background' or (trade is null and location_state is null
            and consented_at is not null and provider is not null)),
    constraint credential_verified_by_state check (
        (state in ('VERIFIED', 'EXPIRED'))
            = (verified_at is not null and expires_at is not null and method is not null)),
    constraint credential_due_by_state check (
        (state = 'VERIFIED') = (due_at is not null) and due_at <= expires_at),
    constraint credential_reviewed_by_somebody check (
        state <> 'VERIFIED' or (method = 'provider') = (reviewer_id is null)),
    constraint credential_failure_by_state check ((state = 'FAILED') = (failure is not null))
) with (fillfactor = 80);
create unique index credential_one_verified
    on verification.credential (account_id, kind, trade, location_state) nulls not distinct
    where state = 'VERIFIED';
create unique index credential_one_waiting
    on verification.credential (account_id, kind, trade, location_state) nulls not distinct
    where state = 'PENDING';
create index credential_account on verification.credential (account_id, kind, id);
create index credential_trade on verification.credential (trade) where trade is not null;
create index credential_location_state on verification.credential (location_state)
    where location_state is not null;
create index credential_reviewer on verification.credential (reviewer_id)
    where reviewer_id is not null;
create index credential_due on verification.credential (due_at) where due_at is not null;
create unique index credential_of_provider
    on verification.credential (provider, provider_reference) where provider_reference is not null;
create index credential_waiting on verification.credential (id) where state = 'PENDING';
comment on column verification.credential.due_at is
    'When its clock acts next: tells that it will expire, or expires it';
comment on column verification.credential.reviewer_id is
    'Who of staff verified or failed it; null where its provider did';
comment on column verification.credential.failure is 'Why it is FAILED';
comment on table verification.credential is
    'Licences, insurance and background checks under the machine credential; a renewal waits in a row of
its own beside the one that is still VERIFIED. @source ELI-03';

create table verification.word (
    provider           verification.provider not null,
    provider_event_id  verification.provider_event_id not null,
    credential_id      uuid not null
        constraint word_credential_fkey
            references verification.credential (id) on delete restrict,
    submission         integer not null,
    verdict            verification.verdict not null,
    expires_at         timestamptz,
    reason             core.reason,
    outcome            text not null
        constraint word_outcome_known check (outcome in ('applied', 'repeated', 'contrary')),
    told_at            timestamptz not null default core.now(),
    transaction_id     xid8 not null default pg_current_xact_id(),
    constraint word_pkey primary key (provider, provider_event_id)
);
create index word_credential on verification.word (credential_id, submission);
comment on column verification.word.submission is
    'The version of the credential that was handed in and that this is about';
comment on table verification.word is
    'What providers told of credentials, each event once, append-only. @source ELI-08';

create table verification.reminder (
    id             uuid primary key default core.new_id(),
    credential_id  uuid not null
        constraint reminder_credential_fkey
            references verification.credential (id) on delete restrict,
    expires_at     timestamptz not null,
    days_before    integer not null
        constraint reminder_days_known check (days_before in (14, 7, 1)),
    reminded_at    timestamptz not null default core.now(),
    constraint reminder_once unique (credential_id, expires_at, days_before)
);
comment on table verification.reminder is
    'That a credential will expire, told 14, 7 and 1 days before, each once, append-only. @source ELI-09';

create table verification.capability_profile (
    account_id             uuid primary key
        constraint capability_profile_account_fkey references account.user (id) on delete restrict,
    location_state         text not null,
    tier                   integer not null
        constraint capability_profile_tier_fkey references trust.tier (tier) on delete restrict,
    clearances             text[] not null,
    is_insured             boolean not null,
    insurance_expires_at   timestamptz,
    background_checked     boolean not null,
    background_expires_at  timestamptz,
    takes_in_home          boolean not null,
    takes_urgent           boolean not null,
    takes_high_value       boolean not null,
    inputs_digest          text not null
        constraint capability_profile_digest_shape check (inputs_digest ~ '^[0-9a-f]{64}$'),
    version                integer not null default 1,
    derived_at             timestamptz not null default core.now(),
    constraint capability_profile_insured_until
        check (is_insured = (insurance_expires_at is not null)),
    constraint capability_profile_checked_until
        check (background_checked = (background_expires_at is not null)),
    constraint capability_profile_willing_by_means
        check ((is_insured or not takes_in_home)
            and ('high' = any (clearances) or not takes_high_value))
) with (fillfactor = 80);
create index capability_profile_tier on verification.capability_profile (tier);
comment on column verification.capability_profile.inputs_digest is
    'SHA-256 over what it was derived from: the same inputs, the same profile';
comment on table verification.capability_profile is
    'What a person may do: derived by verification._recompute from verified facts, and never edited.
Feed and acceptance read this alone. @source ELI-01 ELI-04';

create table verification.verified_trade (
    account_id      uuid not null
        constraint verified_trade_profile_fkey
            references verification.capability_profile (account_id) on delete restrict,
    trade           text not null
        constraint verified_trade_trade_fkey references verification.trade (code) on delete restrict,
    location_state  text not null,
    credential_id   uuid not null,
    expires_at      timestamptz not null,
    constraint verified_trade_pkey primary key (account_id, trade, location_state),
    constraint verified_trade_once_a_credential unique (credential_id),
    constraint verified_trade_credential_fkey
        foreign key (credential_id, account_id, trade, location_state)
        references verification.credential (id, account_id, trade, location_state)
        on delete restrict
);
create index verified_trade_trade on verification.verified_trade (trade);
create index verified_trade_credential
    on verification.verified_trade (credential_id, account_id, trade, location_state);
comment on table verification.verified_trade is
    'Trades that a person may work at, by the state of the licence; derived like the profile. @source ELI-02';
