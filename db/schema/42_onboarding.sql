-- Floor 3. How people begin: what a calibration infers, what they choose, what they say of themselves.
create domain onboarding.role as text
    constraint onboarding_role_known check (value in ('hustler', 'poster', 'both'));
create domain onboarding.answer as text
    constraint onboarding_answer_shape check (value ~ '^[a-z_]{2,40}$');
create domain onboarding.hour_of_day as integer
    constraint onboarding_hour_range check (value between 0 and 23);
create domain onboarding.zip_code as text
    constraint onboarding_zip_code_shape check (value ~ '^[0-9]{5}$');
create domain onboarding.city_name as text
    constraint onboarding_city_name_length check (length(value) <= 100 and value ~ '[^[:space:]]');
create domain onboarding.step as text
    constraint onboarding_step_known check (value in ('location', 'tutorial'));
comment on domain onboarding.role is 'hustler, poster or both';
comment on domain onboarding.answer is 'An option, as onboarding.get_calibration lists them';
comment on domain onboarding.hour_of_day is '0 to 23';
comment on domain onboarding.zip_code is 'Five digits';
comment on domain onboarding.city_name is 'Text of 1 to 100 characters';
comment on domain onboarding.step is 'location or tutorial';

create table onboarding.calibration (
    version        text primary key
        constraint calibration_version_shape check (version ~ '^[0-9]+(\.[0-9]+){2}$'),
    is_current     boolean not null,
    penalty_cap    numeric(3, 2) not null,
    strong_from    numeric(3, 2) not null,
    moderate_from  numeric(3, 2) not null,
    role_from      numeric(3, 2) not null,
    constraint calibration_thresholds check (0.5 <= role_from and role_from <= moderate_from
        and moderate_from <= strong_from and strong_from <= 1),
    constraint calibration_penalty_cap check (penalty_cap between 0 and 1)
);
create unique index calibration_one_current on onboarding.calibration ((true)) where is_current;
comment on table onboarding.calibration is 'Versions of the calibration and their thresholds (law)';

create table onboarding.question (
    version  text not null
        constraint question_calibration_fkey references onboarding.calibration (version) on delete restrict,
    code     text not null constraint question_code_shape check (code ~ '^[a-z_]{2,40}$'),
    place    integer not null,
    prompt   core.title not null,
    weight   numeric(3, 2) not null constraint question_weight_range check (weight between 0 and 1),
    constraint question_pkey primary key (version, code)
);
comment on table onboarding.question is 'What a calibration looks at, and what it weighs (law)';

create table onboarding.option (
    version   text not null,
    question  text not null,
    code      text not null constraint option_code_shape check (code ~ '^[a-z_]{2,40}$'),
    place     integer not null,
    worker    numeric(3, 2) not null constraint option_worker_range check (worker between 0 and 1),
    poster    numeric(3, 2) not null constraint option_poster_range check (poster between 0 and 1),
    constraint option_pkey primary key (version, question, code),
    constraint option_question_fkey foreign key (version, question)
        references onboarding.question (version, code) on delete restrict
);
comment on table onboarding.option is
    'What an answer says for either side; nothing for both where the sources give no figure (law)';

create table onboarding.penalty (
    version  text not null
        constraint penalty_calibration_fkey references onboarding.calibration (version) on delete restrict,
    flag     text not null constraint penalty_flag_shape check (flag ~ '^[A-Z_]+$'),
    penalty  numeric(3, 2) not null constraint penalty_range check (penalty between 0 and 1),
    constraint penalty_pkey primary key (version, flag)
);
comment on table onboarding.penalty is 'What answers that contradict each other cost in certainty (law)';

create table onboarding.penalty_answer (
    version   text not null,
    flag      text not null,
    question  text not null,
    option    text not null,
    constraint penalty_answer_pkey primary key (version, flag, question),
    constraint penalty_answer_penalty_fkey foreign key (version, flag)
        references onboarding.penalty (version, flag) on delete restrict,
    constraint penalty_answer_option_fkey foreign key (version, question, option)
        references onboarding.option (version, question, code) on delete restrict
);
create index penalty_answer_option on onboarding.penalty_answer (version, question, option);
comment on table onboarding.penalty_answer is 'Which answers together are a penalty (law)';

create table onboarding.signal_effect (
    version   text not null,
    signal    text not null constraint signal_effect_known check (signal in (
        'risk_tolerance', 'urgency_bias', 'authority_expectation', 'price_sensitivity')),
    question  text not null,
    option    text not null,
    effect    numeric(4, 3) not null,
    constraint signal_effect_pkey primary key (version, signal, question, option),
    constraint signal_effect_option_fkey foreign key (version, question, option)
        references onboarding.option (version, question, code) on delete restrict
);
create index signal_effect_option on onboarding.signal_effect (version, question, option);
comment on table onboarding.signal_effect is 'What an answer adds to a signal, which begins at a half (law)';

create table onboarding.journey (
    id                     uuid primary key default core.new_id(),
    account_id             uuid not null
        constraint journey_account_fkey references account.user (id) on delete restrict,
    round                  integer not null constraint journey_round_positive check (round > 0),
    calibration_version    text not null
        constraint journey_calibration_fkey references onboarding.calibration (version) on delete restrict,
    answers                jsonb not null
        constraint journey_answers_object check (jsonb_typeof(answers) = 'object'),
    worker_confidence      numeric(5, 4) not null
        constraint journey_worker_range check (worker_confidence between 0 and 1),
    poster_confidence      numeric(5, 4) not null
        constraint journey_sides_are_whole check (worker_confidence + poster_confidence = 1),
    tier                   text not null
        constraint journey_tier_known check (tier in ('STRONG', 'MODERATE', 'WEAK')),
    flags                  text[] not null,
    proposed_role          text not null
        constraint journey_proposed_role_known check (proposed_role in ('hustler', 'poster')),
    risk_tolerance         numeric(4, 3) not null
        constraint journey_risk_tolerance check (risk_tolerance between 0 and 1),
    urgency_bias           numeric(4, 3) not null
        constraint journey_urgency_bias check (urgency_bias between 0 and 1),
    authority_expectation  numeric(4, 3) not null
        constraint journey_authority_expectation check (authority_expectation between 0 and 1),
    price_sensitivity      numeric(4, 3) not null
        constraint journey_price_sensitivity check (price_sensitivity between 0 and 1),
    final_role             text
        constraint journey_final_role_known check (final_role in ('hustler', 'poster', 'both')),
    confirmed_at           timestamptz,
    work_state             text
        constraint journey_work_state_fkey references city.us_state (code) on delete restrict,
    work_city              onboarding.city_name,
    zip_code               onboarding.zip_code,
    insurance_claimed      boolean not null default false,
    takes_in_home          boolean not null default false,
    takes_urgent           boolean not null default false,
    takes_high_value       boolean not null default false,
    tutorial_at            timestamptz,
    completed_at           timestamptz,
    state                  text not null default 'ROLE_SELECTION',
    version                integer not null default 1,
    created_at             timestamptz not null default core.now(),
    updated_at             timestamptz not null default core.now(),
    constraint journey_round_unique unique (account_id, round),
    constraint journey_role_by_state check (
        (final_role is not null) = (state <> 'ROLE_SELECTION')
        and (confirmed_at is not null) = (final_role is not null)),
    constraint journey_completed_by_state check ((completed_at is not null) = (state = 'COMPLETED'))
);
create unique index journey_one_active on onboarding.journey (account_id) where state <> 'COMPLETED';
create index journey_calibration on onboarding.journey (calibration_version);
create index journey_work_state on onboarding.journey (work_state) where work_state is not null;
comment on table onboarding.journey is
    'A person''s way in: what was inferred, immutable; what he chose and said of himself. Another round is
another row. @source SEC-24';

create table onboarding.trade_answer (
    journey_id          uuid not null
        constraint trade_answer_journey_fkey references onboarding.journey (id) on delete restrict,
    trade               text not null,
    licence             text constraint trade_answer_licence_known check (licence in ('yes', 'no', 'unsure')),
    licence_state       text
        constraint trade_answer_licence_state_fkey references city.us_state (code) on delete restrict,
    licence_number      text
        constraint trade_answer_licence_number check (licence_number ~ '^[A-Za-z0-9-]{4,50}$'),
    licence_expires_on  date,
    constraint trade_answer_pkey primary key (journey_id, trade),
    constraint trade_answer_number_of_licence
        check (licence = 'yes' or (licence_state is null and licence_number is null and licence_expires_on is null))
);
create index trade_answer_licence_state on onboarding.trade_answer (licence_state)
    where licence_state is not null;
comment on table onboarding.trade_answer is 'Trades that a person says are his; they grant nothing';

create table onboarding.permit (
    journey_id  uuid primary key
        constraint permit_journey_fkey references onboarding.journey (id) on delete restrict,
    granted_by  uuid not null
        constraint permit_granted_by_fkey references account.user (id) on delete restrict,
    granted_at  timestamptz not null default core.now()
);
create index permit_granted_by on onboarding.permit (granted_by);
comment on table onboarding.permit is 'An admin let somebody begin anew after that round';
