-- Floor 1. People: who they are, what state their account is in, what staff role they hold.
create domain account.mode as text
    constraint account_mode_known check (value in ('worker', 'poster'));
create domain account.terms_version as text
    constraint account_terms_version_shape check (value ~ '^[0-9a-z.-]{1,40}$');
create domain account.invite_code as text
    constraint account_invite_code_shape check (value ~ '^[A-Za-z0-9-]{4,40}$');
comment on domain account.mode is 'worker or poster';
comment on domain account.invite_code is '4 to 40 letters, digits and hyphens; capitals are alike';
comment on domain account.terms_version is 'A version of the terms, 1 to 40 characters';

create table account.user (
    id                      uuid primary key default core.new_id(),
    provider_uid            text not null constraint user_provider_uid_unique unique,
    email                   core.email
        constraint user_email_unique unique constraint user_email_lower check (email = lower(email)),
    phone                   text constraint user_phone_unique unique
        constraint user_phone_shape check (phone ~ '^\+1[0-9]{10}$'),
    full_name               core.full_name not null,
    birth_date              date not null,
    accepted_terms_version  text not null
        constraint user_terms_version check (accepted_terms_version ~ '^[0-9a-z.-]{1,40}$'),
    avatar_url              core.url,
    default_mode            text not null default 'worker'
        constraint user_default_mode check (default_mode in ('worker', 'poster')),
    location_state          text not null default 'WA'
        constraint user_location_state check (location_state ~ '^[A-Z]{2}$'),
    state                   text not null default 'ACTIVE',
    version                 integer not null default 1,
    identity_verified_at    timestamptz,
    paused_at               timestamptz,
    suspension_ends_at      timestamptz,
    created_at              timestamptz not null default core.now(),
    updated_at              timestamptz not null default core.now()
);
create index user_suspension_ends on account.user (suspension_ends_at)
    where suspension_ends_at is not null;
comment on table account.user is 'Accounts; caches of other domains never stand here';

create table account.staff (
    account_id  uuid primary key
        constraint staff_account_fkey references account.user (id) on delete restrict,
    role        text not null constraint staff_role_known
        check (role in ('hx_support', 'hx_moderator', 'hx_admin', 'hx_founder')),
    granted_by  uuid constraint staff_granted_by_fkey references account.user (id) on delete restrict,
    granted_at  timestamptz not null default core.now()
);
create index staff_granted_by on account.staff (granted_by);
comment on table account.staff is 'Staff roles, at most one a person; it names the database role';

create table account.invite (
    id            uuid primary key default core.new_id(),
    code          text not null constraint invite_code_unique unique
        constraint invite_code_shape check (code ~ '^[A-Z0-9-]{4,40}$'),
    maximum_uses  integer not null
        constraint invite_maximum_uses check (maximum_uses between 1 and 10000),
    uses          integer not null default 0
        constraint invite_uses_within check (uses between 0 and maximum_uses),
    expires_at    timestamptz not null,
    revoked_at    timestamptz,
    made_by       uuid not null
        constraint invite_made_by_fkey references account.user (id) on delete restrict,
    made_at       timestamptz not null default core.now()
);
create index invite_made_by on account.invite (made_by);
comment on column account.invite.uses is 'How many redemptions there are, counted by each (on_redemption)';
comment on table account.invite is 'Invitations of staff to join. @source ADM-08';

create table account.invite_redemption (
    account_id   uuid primary key
        constraint invite_redemption_account_fkey references account.user (id) on delete restrict,
    invite_id    uuid not null
        constraint invite_redemption_invite_fkey references account.invite (id) on delete restrict,
    redeemed_at  timestamptz not null default core.now()
);
create index invite_redemption_invite on account.invite_redemption (invite_id);
comment on table account.invite_redemption is 'Who joined by which invitation, once. @source ADM-08';
