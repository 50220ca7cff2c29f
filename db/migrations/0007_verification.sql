-- Claims, credentials and the capability profiles that follow from them; trades, and the states where people
-- and work are. One partial index is built by reading the tasks once, while nobody posts.

create domain city.state_code as text
    constraint city_state_code_shape check ((value ~ '^[A-Z]{2}$'::text));
create domain verification.licence_number as text
    constraint verification_licence_number_shape check ((value ~ '^[A-Za-z0-9-]{4,50}$'::text));
create domain verification.trade_code as text
    constraint verification_trade_code_shape check ((value ~ '^[a-z_]{2,40}$'::text));
create table city.us_state (
    code text not null,
    name core.title not null
);
alter table city.us_state enable row level security;
create table verification.capability_profile (
    account_id uuid not null,
    location_state text not null,
    tier integer not null,
    clearances text[] not null,
    is_insured boolean not null,
    insurance_expires_at timestamp with time zone,
    background_checked boolean not null,
    background_expires_at timestamp with time zone,
    takes_in_home boolean not null,
    takes_urgent boolean not null,
    takes_high_value boolean not null,
    inputs_digest text not null,
    version integer not null default 1,
    derived_at timestamp with time zone not null default core.now()
);
alter table verification.capability_profile set (fillfactor = 80);
alter table verification.capability_profile enable row level security;
create table verification.claim (
    account_id uuid not null,
    role text not null,
    location_state text not null,
    city text,
    zip_code text,
    insurance_claimed boolean not null default false,
    takes_in_home boolean not null default false,
    takes_urgent boolean not null default false,
    takes_high_value boolean not null default false,
    claimed_at timestamp with time zone not null default core.now()
);
alter table verification.claim enable row level security;
create table verification.claimed_trade (
    account_id uuid not null,
    trade text not null,
    licence text
);
alter table verification.claimed_trade enable row level security;
create table verification.credential (
    id uuid not null default core.new_id(),
    account_id uuid not null,
    kind text not null,
    trade text,
    location_state text,
    licence_number verification.licence_number,
    licence_type text,
    policy_number text,
    coverage_cents bigint,
    currency core.currency not null default 'USD'::text,
    document_keys text[] not null default '{}'::text[],
    consented_at timestamp with time zone,
    provider text,
    provider_reference text,
    state text not null default 'PENDING'::text,
    version integer not null default 1,
    method text,
    reviewer_id uuid,
    failure core.reason,
    submitted_at timestamp with time zone not null default core.now(),
    verified_at timestamp with time zone,
    expires_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table verification.credential set (fillfactor = 80);
alter table verification.credential enable row level security;
create table verification.trade (
    code text not null,
    name core.title not null,
    kind text not null
);
alter table verification.trade enable row level security;
create table verification.verified_trade (
    account_id uuid not null,
    trade text not null,
    location_state text not null,
    credential_id uuid not null,
    expires_at timestamp with time zone not null
);
alter table verification.verified_trade enable row level security;
create table verification.willingness (
    account_id uuid not null,
    takes_in_home boolean not null default false,
    takes_urgent boolean not null default false,
    takes_high_value boolean not null default false,
    updated_at timestamp with time zone not null default core.now()
);
alter table verification.willingness enable row level security;
create unique index us_state_name_unique on city.us_state using btree (name);
create unique index us_state_pkey on city.us_state using btree (code);
create index category_required_trade on task.category using btree (required_trade) where (required_trade is not null);
create index task_required_trade on task.task using btree (required_trade) where (required_trade is not null);
create unique index capability_profile_pkey on verification.capability_profile using btree (account_id);
create index capability_profile_tier on verification.capability_profile using btree (tier);
create unique index claim_pkey on verification.claim using btree (account_id);
create index claim_state on verification.claim using btree (location_state);
create unique index claimed_trade_pkey on verification.claimed_trade using btree (account_id, trade);
create index claimed_trade_trade on verification.claimed_trade using btree (trade);
create index credential_account on verification.credential using btree (account_id, kind, id);
create index credential_expires on verification.credential using btree (expires_at) where (state = 'VERIFIED'::text);
create index credential_location_state on verification.credential using btree (location_state) where (location_state is not null);
create unique index credential_of_its_trade on verification.credential using btree (id, account_id, trade, location_state);
create unique index credential_of_provider on verification.credential using btree (provider, provider_reference) where (provider_reference is not null);
create unique index credential_one_verified on verification.credential using btree (account_id, kind, trade, location_state) nulls not distinct where (state = 'VERIFIED'::text);
create unique index credential_one_waiting on verification.credential using btree (account_id, kind, trade, location_state) nulls not distinct where (state = 'PENDING'::text);
create unique index credential_pkey on verification.credential using btree (id);
create index credential_reviewer on verification.credential using btree (reviewer_id) where (reviewer_id is not null);
create index credential_trade on verification.credential using btree (trade) where (trade is not null);
create index credential_waiting on verification.credential using btree (submitted_at) where (state = 'PENDING'::text);
create unique index trade_name_unique on verification.trade using btree (name);
create unique index trade_pkey on verification.trade using btree (code);
create index verified_trade_credential on verification.verified_trade using btree (credential_id, account_id, trade, location_state);
create unique index verified_trade_once_a_credential on verification.verified_trade using btree (credential_id);
create unique index verified_trade_pkey on verification.verified_trade using btree (account_id, trade, location_state);
create index verified_trade_trade on verification.verified_trade using btree (trade);
create unique index willingness_pkey on verification.willingness using btree (account_id);
insert into city.us_state (code, name) values
    ('AL', 'Alabama'), ('AK', 'Alaska'), ('AZ', 'Arizona'), ('AR', 'Arkansas'),
    ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'),
    ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('HI', 'Hawaii'),
    ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'),
    ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'),
    ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'),
    ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'),
    ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'),
    ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('OH', 'Ohio'), ('OK', 'Oklahoma'),
    ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'),
    ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'),
    ('VT', 'Vermont'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'),
    ('WI', 'Wisconsin'), ('WY', 'Wyoming');
insert into verification.trade (code, name, kind) values
    ('moving', 'Moving', 'low_risk'), ('yard_work', 'Yard work', 'low_risk'),
    ('cleaning', 'Cleaning', 'low_risk'), ('assembly', 'Assembly', 'low_risk'),
    ('errands', 'Errands', 'low_risk'),
    ('electrician', 'Electrician', 'regulated'), ('plumber', 'Plumber', 'regulated'),
    ('hvac', 'HVAC', 'regulated'), ('general_contractor', 'General contractor', 'regulated'),
    ('appliance_install', 'Appliance installation', 'regulated'),
    ('it_networking', 'IT networking', 'may_need_licence'),
    ('in_home_care', 'In-home care', 'may_need_licence');
alter table city.us_state add constraint us_state_pkey primary key using index us_state_pkey;
alter table verification.capability_profile add constraint capability_profile_pkey primary key using index capability_profile_pkey;
alter table verification.claim add constraint claim_pkey primary key using index claim_pkey;
alter table verification.claimed_trade add constraint claimed_trade_pkey primary key using index claimed_trade_pkey;
alter table verification.credential add constraint credential_pkey primary key using index credential_pkey;
alter table verification.trade add constraint trade_pkey primary key using index trade_pkey;
alter table verification.verified_trade add constraint verified_trade_pkey primary key using index verified_trade_pkey;
alter table verification.willingness add constraint willingness_pkey primary key using index willingness_pkey;
alter table city.us_state add constraint us_state_code_shape check ((code ~ '^[A-Z]{2}$'::text)) not valid;
alter table city.us_state validate constraint us_state_code_shape;
alter table city.us_state add constraint us_state_name_unique unique using index us_state_name_unique;
alter table task.category add constraint category_required_trade_fkey foreign key (required_trade) references verification.trade(code) on delete restrict not valid;
alter table task.task add constraint task_required_trade_fkey foreign key (required_trade) references verification.trade(code) on delete restrict not valid;
alter table verification.capability_profile add constraint capability_profile_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table verification.capability_profile validate constraint capability_profile_account_fkey;
alter table verification.capability_profile add constraint capability_profile_checked_until check ((background_checked = (background_expires_at is not null))) not valid;
alter table verification.capability_profile validate constraint capability_profile_checked_until;
alter table verification.capability_profile add constraint capability_profile_digest_shape check ((inputs_digest ~ '^[0-9a-f]{64}$'::text)) not valid;
alter table verification.capability_profile validate constraint capability_profile_digest_shape;
alter table verification.capability_profile add constraint capability_profile_insured_until check ((is_insured = (insurance_expires_at is not null))) not valid;
alter table verification.capability_profile validate constraint capability_profile_insured_until;
alter table verification.capability_profile add constraint capability_profile_tier_fkey foreign key (tier) references trust.tier(tier) on delete restrict not valid;
alter table verification.capability_profile validate constraint capability_profile_tier_fkey;
alter table verification.capability_profile add constraint capability_profile_willing_by_means check (((is_insured or (not takes_in_home)) and (('high'::text = any (clearances)) or (not takes_high_value)))) not valid;
alter table verification.capability_profile validate constraint capability_profile_willing_by_means;
alter table verification.claim add constraint claim_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table verification.claim validate constraint claim_account_fkey;
alter table verification.claim add constraint claim_city_length check (((length(city) >= 1) and (length(city) <= 100))) not valid;
alter table verification.claim validate constraint claim_city_length;
alter table verification.claim add constraint claim_role_known check ((role = any (array['hustler'::text, 'poster'::text, 'both'::text]))) not valid;
alter table verification.claim validate constraint claim_role_known;
alter table verification.claim add constraint claim_state_fkey foreign key (location_state) references city.us_state(code) on delete restrict not valid;
alter table verification.claim validate constraint claim_state_fkey;
alter table verification.claim add constraint claim_zip_code_shape check ((zip_code ~ '^[0-9]{5}$'::text)) not valid;
alter table verification.claim validate constraint claim_zip_code_shape;
alter table verification.claimed_trade add constraint claimed_trade_claim_fkey foreign key (account_id) references verification.claim(account_id) on delete restrict not valid;
alter table verification.claimed_trade validate constraint claimed_trade_claim_fkey;
alter table verification.claimed_trade add constraint claimed_trade_licence_known check ((licence = any (array['yes'::text, 'no'::text, 'unsure'::text]))) not valid;
alter table verification.claimed_trade validate constraint claimed_trade_licence_known;
alter table verification.claimed_trade add constraint claimed_trade_trade_fkey foreign key (trade) references verification.trade(code) on delete restrict not valid;
alter table verification.claimed_trade validate constraint claimed_trade_trade_fkey;
alter table verification.credential add constraint credential_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table verification.credential validate constraint credential_account_fkey;
alter table verification.credential add constraint credential_background_whole check (((kind <> 'background'::text) or ((trade is null) and (location_state is null) and (consented_at is not null) and (provider is not null)))) not valid;
alter table verification.credential validate constraint credential_background_whole;
alter table verification.credential add constraint credential_coverage_positive check ((coverage_cents > 0)) not valid;
alter table verification.credential validate constraint credential_coverage_positive;
alter table verification.credential add constraint credential_documents_few check ((cardinality(document_keys) <= 10)) not valid;
alter table verification.credential validate constraint credential_documents_few;
alter table verification.credential add constraint credential_failure_by_state check (((state = 'FAILED'::text) = (failure is not null))) not valid;
alter table verification.credential validate constraint credential_failure_by_state;
alter table verification.credential add constraint credential_insurance_whole check (((kind <> 'insurance'::text) or ((trade is not null) and (location_state is null) and (coverage_cents is not null) and (cardinality(document_keys) > 0)))) not valid;
alter table verification.credential validate constraint credential_insurance_whole;
alter table verification.credential add constraint credential_kind_known check ((kind = any (array['licence'::text, 'insurance'::text, 'background'::text]))) not valid;
alter table verification.credential validate constraint credential_kind_known;
alter table verification.credential add constraint credential_licence_type_length check (((length(licence_type) >= 1) and (length(licence_type) <= 100))) not valid;
alter table verification.credential validate constraint credential_licence_type_length;
alter table verification.credential add constraint credential_licence_whole check (((kind <> 'licence'::text) or ((trade is not null) and (location_state is not null) and (licence_number is not null)))) not valid;
alter table verification.credential validate constraint credential_licence_whole;
alter table verification.credential add constraint credential_method_known check ((method = any (array['registry'::text, 'document'::text, 'manual_review'::text, 'provider'::text]))) not valid;
alter table verification.credential validate constraint credential_method_known;
alter table verification.credential add constraint credential_of_its_trade unique using index credential_of_its_trade;
alter table verification.credential add constraint credential_policy_number_length check (((length(policy_number) >= 1) and (length(policy_number) <= 100))) not valid;
alter table verification.credential validate constraint credential_policy_number_length;
alter table verification.credential add constraint credential_provider_length check (((length(provider) >= 1) and (length(provider) <= 100))) not valid;
alter table verification.credential validate constraint credential_provider_length;
alter table verification.credential add constraint credential_provider_reference_length check (((length(provider_reference) >= 1) and (length(provider_reference) <= 200))) not valid;
alter table verification.credential validate constraint credential_provider_reference_length;
alter table verification.credential add constraint credential_reviewer_fkey foreign key (reviewer_id) references account."user"(id) on delete restrict not valid;
alter table verification.credential validate constraint credential_reviewer_fkey;
alter table verification.credential add constraint credential_reviewer_is_another check ((reviewer_id <> account_id)) not valid;
alter table verification.credential validate constraint credential_reviewer_is_another;
alter table verification.credential add constraint credential_state_fkey foreign key (location_state) references city.us_state(code) on delete restrict not valid;
alter table verification.credential validate constraint credential_state_fkey;
alter table verification.credential add constraint credential_trade_fkey foreign key (trade) references verification.trade(code) on delete restrict not valid;
alter table verification.credential validate constraint credential_trade_fkey;
alter table verification.credential add constraint credential_verified_by_state check (((state = any (array['VERIFIED'::text, 'EXPIRED'::text])) = ((verified_at is not null) and (expires_at is not null) and (method is not null)))) not valid;
alter table verification.credential validate constraint credential_verified_by_state;
alter table verification.trade add constraint trade_code_shape check ((code ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table verification.trade validate constraint trade_code_shape;
alter table verification.trade add constraint trade_kind_known check ((kind = any (array['low_risk'::text, 'regulated'::text, 'may_need_licence'::text]))) not valid;
alter table verification.trade validate constraint trade_kind_known;
alter table verification.trade add constraint trade_name_unique unique using index trade_name_unique;
alter table verification.verified_trade add constraint verified_trade_credential_fkey foreign key (credential_id, account_id, trade, location_state) references verification.credential(id, account_id, trade, location_state) on delete restrict not valid;
alter table verification.verified_trade validate constraint verified_trade_credential_fkey;
alter table verification.verified_trade add constraint verified_trade_once_a_credential unique using index verified_trade_once_a_credential;
alter table verification.verified_trade add constraint verified_trade_profile_fkey foreign key (account_id) references verification.capability_profile(account_id) on delete restrict not valid;
alter table verification.verified_trade validate constraint verified_trade_profile_fkey;
alter table verification.verified_trade add constraint verified_trade_trade_fkey foreign key (trade) references verification.trade(code) on delete restrict not valid;
alter table verification.verified_trade validate constraint verified_trade_trade_fkey;
alter table verification.willingness add constraint willingness_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table verification.willingness validate constraint willingness_account_fkey;
comment on domain city.state_code is 'Two capitals: one of the 50 states or DC, as city.us_state has them';
comment on domain verification.licence_number is '4 to 50 letters, digits and dashes';
comment on domain verification.trade_code is 'A trade, as verification.trade has it';
comment on table city.us_state is 'The 50 states and DC, where people and work are';
comment on table verification.capability_profile is 'What a person may do: derived by verification._recompute from verified facts, and never edited.
Feed and acceptance read this alone. @source ELI-01 ELI-04';
comment on column verification.capability_profile.inputs_digest is 'SHA-256 over what it was derived from: the same inputs, the same profile';
comment on table verification.claim is 'What a person said of himself at onboarding: one, append-only, and it never grants anything';
comment on table verification.claimed_trade is 'The trades of a claim, append-only';
comment on column verification.claimed_trade.licence is 'Whether he says that he has one; null where it was not asked';
comment on table verification.credential is 'Licences, insurance and background checks under the machine credential; a renewal waits in a row of
its own beside the one that is still VERIFIED. @source ELI-03';
comment on column verification.credential.failure is 'Why it is FAILED';
comment on table verification.trade is 'Trades, and whether one needs a licence for them (domain.md §1.6)';
comment on table verification.verified_trade is 'Trades that a person may work at, by the state of the licence; derived like the profile. @source ELI-02';
comment on table verification.willingness is 'What a person wishes to be offered; it takes effect where he may, and never makes him eligible';

-- Whoever has an account already could work and post: he claims both, where he is, and has the profile
-- that verification._derivation gives of that. Who is in no state at all has to say it first.
insert into verification.claim (account_id, role, location_state)
select u.id, 'both', u.location_state
  from account.user as u
  join city.us_state as s on s.code = u.location_state;
insert into verification.capability_profile (account_id, location_state, tier, clearances,
    is_insured, background_checked, takes_in_home, takes_urgent, takes_high_value, inputs_digest)
select c.account_id, c.location_state, s.tier, clear.levels, false, false, false, false, false,
       encode(sha256(convert_to(format('%s|%s|%s||||||', c.location_state, s.tier,
           array_to_string(clear.levels, ',')), 'UTF8')), 'hex')
  from verification.claim as c
  join trust.standing as s on s.account_id = c.account_id
 cross join lateral (
        select coalesce(array_agg(l.level order by r.min_tier, l.level), '{}') as levels
          from trust.clearance as l
          join trust.risk as r on r.level = l.level
         where l.tier = s.tier) as clear;
