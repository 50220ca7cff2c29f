-- Flags get rules, people invitations and a way in, work drafts and the reasons of its risk. All tables are
-- new; work that is there keeps its risk, which nothing had raised.

create domain account.invite_code as text
    constraint account_invite_code_shape check ((value ~ '^[A-Za-z0-9-]{4,40}$'::text));
create domain admin.city_code as text
    constraint admin_city_code_shape check ((value ~ '^[a-z_]{2,40}$'::text));
create domain admin.flag_name as text
    constraint admin_flag_name_shape check ((value ~ '^[a-z_]{2,60}$'::text));
create domain admin.invite_uses as integer
    constraint admin_invite_uses_range check (((value >= 1) and (value <= 10000)));
create domain admin.percent as integer
    constraint admin_percent_range check (((value >= 0) and (value <= 100)));
create domain onboarding.answer as text
    constraint onboarding_answer_shape check ((value ~ '^[a-z_]{2,40}$'::text));
create domain onboarding.city_name as text
    constraint onboarding_city_name_length check (((length(value) <= 100) and (value ~ '[^[:space:]]'::text)));
create domain onboarding.hour_of_day as integer
    constraint onboarding_hour_range check (((value >= 0) and (value <= 23)));
create domain onboarding.role as text
    constraint onboarding_role_known check ((value = any (array['hustler'::text, 'poster'::text, 'both'::text])));
create domain onboarding.step as text
    constraint onboarding_step_known check ((value = any (array['location'::text, 'tutorial'::text])));
create domain onboarding.zip_code as text
    constraint onboarding_zip_code_shape check ((value ~ '^[0-9]{5}$'::text));
create domain task.answer_text as text
    constraint task_answer_text_length check (((length(value) <= 500) and (value ~ '[^[:space:]]'::text)));
create domain task.question_code as text
    constraint task_question_code_shape check ((value ~ '^[a-z_]{2,40}\.[a-z_]{2,40}$'::text));
create table account.invite (
    id uuid not null default core.new_id(),
    code text not null,
    maximum_uses integer not null,
    uses integer not null default 0,
    expires_at timestamp with time zone not null,
    revoked_at timestamp with time zone,
    made_by uuid not null,
    made_at timestamp with time zone not null default core.now()
);
alter table account.invite enable row level security;
create table account.invite_redemption (
    account_id uuid not null,
    invite_id uuid not null,
    redeemed_at timestamp with time zone not null default core.now()
);
alter table account.invite_redemption enable row level security;
create table city.zip_range (
    state_code text not null,
    from_zip3 text not null,
    to_zip3 text not null
);
alter table city.zip_range enable row level security;
create table core.flag_rule (
    id uuid not null default core.new_id(),
    name text not null,
    city_code text,
    role text,
    is_on boolean not null,
    percent integer not null default 100,
    updated_at timestamp with time zone not null default now()
);
alter table core.flag_rule enable row level security;
create table onboarding.calibration (
    version text not null,
    is_current boolean not null,
    penalty_cap numeric(3,2) not null,
    strong_from numeric(3,2) not null,
    moderate_from numeric(3,2) not null,
    role_from numeric(3,2) not null
);
alter table onboarding.calibration enable row level security;
create table onboarding.journey (
    id uuid not null default core.new_id(),
    account_id uuid not null,
    round integer not null,
    calibration_version text not null,
    answers jsonb not null,
    worker_confidence numeric(5,4) not null,
    poster_confidence numeric(5,4) not null,
    tier text not null,
    flags text[] not null,
    proposed_role text not null,
    risk_tolerance numeric(4,3) not null,
    urgency_bias numeric(4,3) not null,
    authority_expectation numeric(4,3) not null,
    price_sensitivity numeric(4,3) not null,
    final_role text,
    confirmed_at timestamp with time zone,
    work_state text,
    work_city onboarding.city_name,
    zip_code onboarding.zip_code,
    insurance_claimed boolean not null default false,
    takes_in_home boolean not null default false,
    takes_urgent boolean not null default false,
    takes_high_value boolean not null default false,
    tutorial_at timestamp with time zone,
    completed_at timestamp with time zone,
    state text not null default 'ROLE_SELECTION'::text,
    version integer not null default 1,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table onboarding.journey enable row level security;
create table onboarding.option (
    version text not null,
    question text not null,
    code text not null,
    place integer not null,
    worker numeric(3,2) not null,
    poster numeric(3,2) not null
);
alter table onboarding.option enable row level security;
create table onboarding.penalty (
    version text not null,
    flag text not null,
    penalty numeric(3,2) not null
);
alter table onboarding.penalty enable row level security;
create table onboarding.penalty_answer (
    version text not null,
    flag text not null,
    question text not null,
    option text not null
);
alter table onboarding.penalty_answer enable row level security;
create table onboarding.permit (
    journey_id uuid not null,
    granted_by uuid not null,
    granted_at timestamp with time zone not null default core.now()
);
alter table onboarding.permit enable row level security;
create table onboarding.question (
    version text not null,
    code text not null,
    place integer not null,
    prompt core.title not null,
    weight numeric(3,2) not null
);
alter table onboarding.question enable row level security;
create table onboarding.signal_effect (
    version text not null,
    signal text not null,
    question text not null,
    option text not null,
    effect numeric(4,3) not null
);
alter table onboarding.signal_effect enable row level security;
create table onboarding.trade_answer (
    journey_id uuid not null,
    trade text not null,
    licence text,
    licence_state text,
    licence_number text,
    licence_expires_on date
);
alter table onboarding.trade_answer enable row level security;
create table task.content_rule (
    code text not null,
    pattern text not null,
    risk_level text not null,
    required_trade text not null,
    reach text not null
);
alter table task.content_rule enable row level security;
create table task.draft (
    id uuid not null default core.new_id(),
    poster_id uuid not null,
    title core.title,
    description core.long_text,
    category text,
    price_cents core.price_cents,
    currency core.currency not null default 'USD'::text,
    deadline_at timestamp with time zone,
    address task.address,
    latitude core.latitude,
    longitude core.longitude,
    contact core.contact,
    requirements core.requirements,
    requires_proof boolean not null default true,
    proof_instructions core.instructions,
    task_id uuid,
    due_at timestamp with time zone,
    state text not null default 'DRAFT'::text,
    version integer not null default 1,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table task.draft enable row level security;
create table task.draft_answer (
    draft_id uuid not null,
    question text not null,
    answer task.answer_text not null,
    answered_at timestamp with time zone not null default core.now()
);
alter table task.draft_answer enable row level security;
create table task.misclassification (
    category text not null,
    pattern text not null
);
alter table task.misclassification enable row level security;
create table task.question (
    code text not null,
    purpose text not null,
    category text,
    place integer not null,
    prompt core.title not null,
    kind text not null,
    options text[] not null default '{}'::text[],
    is_blocking boolean not null,
    cluster text not null,
    field text,
    is_private boolean not null,
    asked_after text,
    asked_if text[]
);
alter table task.question enable row level security;
create table task.risk_escalation (
    question text not null,
    answer text not null,
    risk_level text not null
);
alter table task.risk_escalation enable row level security;
create table task.vague_answer (
    pattern text not null,
    message text not null
);
alter table task.vague_answer enable row level security;
alter table task.task add column risk_rules text[] not null default '{}'::text[];
create unique index invite_code_unique on account.invite using btree (code);
create index invite_made_by on account.invite using btree (made_by);
create unique index invite_pkey on account.invite using btree (id);
create index invite_redemption_invite on account.invite_redemption using btree (invite_id);
create unique index invite_redemption_pkey on account.invite_redemption using btree (account_id);
create unique index zip_range_pkey on city.zip_range using btree (state_code, from_zip3);
create unique index flag_rule_pkey on core.flag_rule using btree (id);
create unique index flag_rule_unique on core.flag_rule using btree (name, city_code, role) nulls not distinct;
create unique index calibration_one_current on onboarding.calibration using btree ((true)) where is_current;
create unique index calibration_pkey on onboarding.calibration using btree (version);
create index journey_calibration on onboarding.journey using btree (calibration_version);
create unique index journey_one_active on onboarding.journey using btree (account_id) where (state <> 'COMPLETED'::text);
create unique index journey_pkey on onboarding.journey using btree (id);
create unique index journey_round_unique on onboarding.journey using btree (account_id, round);
create index journey_work_state on onboarding.journey using btree (work_state) where (work_state is not null);
create unique index option_pkey on onboarding.option using btree (version, question, code);
create index penalty_answer_option on onboarding.penalty_answer using btree (version, question, option);
create unique index penalty_answer_pkey on onboarding.penalty_answer using btree (version, flag, question);
create unique index penalty_pkey on onboarding.penalty using btree (version, flag);
create index permit_granted_by on onboarding.permit using btree (granted_by);
create unique index permit_pkey on onboarding.permit using btree (journey_id);
create unique index question_pkey on onboarding.question using btree (version, code);
create index signal_effect_option on onboarding.signal_effect using btree (version, question, option);
create unique index signal_effect_pkey on onboarding.signal_effect using btree (version, signal, question, option);
create index trade_answer_licence_state on onboarding.trade_answer using btree (licence_state) where (licence_state is not null);
create unique index trade_answer_pkey on onboarding.trade_answer using btree (journey_id, trade);
create index content_rule_level on task.content_rule using btree (risk_level);
create unique index content_rule_pkey on task.content_rule using btree (code);
create unique index draft_answer_pkey on task.draft_answer using btree (draft_id, question);
create index draft_answer_question on task.draft_answer using btree (question);
create index draft_category on task.draft using btree (category) where (category is not null);
create index draft_due on task.draft using btree (due_at) where (due_at is not null);
create unique index draft_one_active on task.draft using btree (poster_id) where (state = any (array['DRAFT'::text, 'CLARIFYING'::text, 'READY'::text]));
create unique index draft_pkey on task.draft using btree (id);
create index draft_poster on task.draft using btree (poster_id, id);
create unique index draft_task_unique on task.draft using btree (task_id);
create unique index misclassification_pkey on task.misclassification using btree (category, pattern);
create index question_asked_after on task.question using btree (asked_after) where (asked_after is not null);
create unique index question_pkey on task.question using btree (code);
create index risk_escalation_level on task.risk_escalation using btree (risk_level);
create unique index risk_escalation_pkey on task.risk_escalation using btree (question, answer);
create unique index vague_answer_pkey on task.vague_answer using btree (pattern);
alter table account.invite add constraint invite_pkey primary key using index invite_pkey;
alter table account.invite_redemption add constraint invite_redemption_pkey primary key using index invite_redemption_pkey;
alter table city.zip_range add constraint zip_range_pkey primary key using index zip_range_pkey;
alter table core.flag_rule add constraint flag_rule_pkey primary key using index flag_rule_pkey;
alter table onboarding.calibration add constraint calibration_pkey primary key using index calibration_pkey;
alter table onboarding.journey add constraint journey_pkey primary key using index journey_pkey;
alter table onboarding.option add constraint option_pkey primary key using index option_pkey;
alter table onboarding.penalty add constraint penalty_pkey primary key using index penalty_pkey;
alter table onboarding.penalty_answer add constraint penalty_answer_pkey primary key using index penalty_answer_pkey;
alter table onboarding.permit add constraint permit_pkey primary key using index permit_pkey;
alter table onboarding.question add constraint question_pkey primary key using index question_pkey;
alter table onboarding.signal_effect add constraint signal_effect_pkey primary key using index signal_effect_pkey;
alter table onboarding.trade_answer add constraint trade_answer_pkey primary key using index trade_answer_pkey;
alter table task.content_rule add constraint content_rule_pkey primary key using index content_rule_pkey;
alter table task.draft add constraint draft_pkey primary key using index draft_pkey;
alter table task.draft_answer add constraint draft_answer_pkey primary key using index draft_answer_pkey;
alter table task.misclassification add constraint misclassification_pkey primary key using index misclassification_pkey;
alter table task.question add constraint question_pkey primary key using index question_pkey;
alter table task.risk_escalation add constraint risk_escalation_pkey primary key using index risk_escalation_pkey;
alter table task.vague_answer add constraint vague_answer_pkey primary key using index vague_answer_pkey;
alter table account.invite add constraint invite_code_shape check ((code ~ '^[A-Z0-9-]{4,40}$'::text)) not valid;
alter table account.invite validate constraint invite_code_shape;
alter table account.invite add constraint invite_code_unique unique using index invite_code_unique;
alter table account.invite add constraint invite_made_by_fkey foreign key (made_by) references account."user"(id) on delete restrict not valid;
alter table account.invite validate constraint invite_made_by_fkey;
alter table account.invite add constraint invite_maximum_uses check (((maximum_uses >= 1) and (maximum_uses <= 10000))) not valid;
alter table account.invite validate constraint invite_maximum_uses;
alter table account.invite add constraint invite_uses_within check (((uses >= 0) and (uses <= maximum_uses))) not valid;
alter table account.invite validate constraint invite_uses_within;
alter table account.invite_redemption add constraint invite_redemption_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table account.invite_redemption validate constraint invite_redemption_account_fkey;
alter table account.invite_redemption add constraint invite_redemption_invite_fkey foreign key (invite_id) references account.invite(id) on delete restrict not valid;
alter table account.invite_redemption validate constraint invite_redemption_invite_fkey;
alter table city.zip_range add constraint zip_range_from_shape check ((from_zip3 ~ '^[0-9]{3}$'::text)) not valid;
alter table city.zip_range validate constraint zip_range_from_shape;
alter table city.zip_range add constraint zip_range_in_order check ((from_zip3 <= to_zip3)) not valid;
alter table city.zip_range validate constraint zip_range_in_order;
alter table city.zip_range add constraint zip_range_state_fkey foreign key (state_code) references city.us_state(code) on delete restrict not valid;
alter table city.zip_range validate constraint zip_range_state_fkey;
alter table city.zip_range add constraint zip_range_to_shape check ((to_zip3 ~ '^[0-9]{3}$'::text)) not valid;
alter table city.zip_range validate constraint zip_range_to_shape;
alter table core.flag_rule add constraint flag_rule_city_code check ((city_code ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table core.flag_rule validate constraint flag_rule_city_code;
alter table core.flag_rule add constraint flag_rule_flag_fkey foreign key (name) references core.flag(name) on delete restrict not valid;
alter table core.flag_rule validate constraint flag_rule_flag_fkey;
alter table core.flag_rule add constraint flag_rule_percent check (((percent >= 0) and (percent <= 100))) not valid;
alter table core.flag_rule validate constraint flag_rule_percent;
alter table core.flag_rule add constraint flag_rule_role check ((role = any (array['hustler'::text, 'poster'::text, 'both'::text]))) not valid;
alter table core.flag_rule validate constraint flag_rule_role;
alter table core.flag_rule add constraint flag_rule_unique unique using index flag_rule_unique;
alter table onboarding.calibration add constraint calibration_penalty_cap check (((penalty_cap >= (0)::numeric) and (penalty_cap <= (1)::numeric))) not valid;
alter table onboarding.calibration validate constraint calibration_penalty_cap;
alter table onboarding.calibration add constraint calibration_thresholds check (((0.5 <= role_from) and (role_from <= moderate_from) and (moderate_from <= strong_from) and (strong_from <= (1)::numeric))) not valid;
alter table onboarding.calibration validate constraint calibration_thresholds;
alter table onboarding.calibration add constraint calibration_version_shape check ((version ~ '^[0-9]+(\.[0-9]+){2}$'::text)) not valid;
alter table onboarding.calibration validate constraint calibration_version_shape;
alter table onboarding.journey add constraint journey_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table onboarding.journey validate constraint journey_account_fkey;
alter table onboarding.journey add constraint journey_answers_object check ((jsonb_typeof(answers) = 'object'::text)) not valid;
alter table onboarding.journey validate constraint journey_answers_object;
alter table onboarding.journey add constraint journey_authority_expectation check (((authority_expectation >= (0)::numeric) and (authority_expectation <= (1)::numeric))) not valid;
alter table onboarding.journey validate constraint journey_authority_expectation;
alter table onboarding.journey add constraint journey_calibration_fkey foreign key (calibration_version) references onboarding.calibration(version) on delete restrict not valid;
alter table onboarding.journey validate constraint journey_calibration_fkey;
alter table onboarding.journey add constraint journey_completed_by_state check (((completed_at is not null) = (state = 'COMPLETED'::text))) not valid;
alter table onboarding.journey validate constraint journey_completed_by_state;
alter table onboarding.journey add constraint journey_final_role_known check ((final_role = any (array['hustler'::text, 'poster'::text, 'both'::text]))) not valid;
alter table onboarding.journey validate constraint journey_final_role_known;
alter table onboarding.journey add constraint journey_price_sensitivity check (((price_sensitivity >= (0)::numeric) and (price_sensitivity <= (1)::numeric))) not valid;
alter table onboarding.journey validate constraint journey_price_sensitivity;
alter table onboarding.journey add constraint journey_proposed_role_known check ((proposed_role = any (array['hustler'::text, 'poster'::text]))) not valid;
alter table onboarding.journey validate constraint journey_proposed_role_known;
alter table onboarding.journey add constraint journey_risk_tolerance check (((risk_tolerance >= (0)::numeric) and (risk_tolerance <= (1)::numeric))) not valid;
alter table onboarding.journey validate constraint journey_risk_tolerance;
alter table onboarding.journey add constraint journey_role_by_state check ((((final_role is not null) = (state <> 'ROLE_SELECTION'::text)) and ((confirmed_at is not null) = (final_role is not null)))) not valid;
alter table onboarding.journey validate constraint journey_role_by_state;
alter table onboarding.journey add constraint journey_round_positive check ((round > 0)) not valid;
alter table onboarding.journey validate constraint journey_round_positive;
alter table onboarding.journey add constraint journey_round_unique unique using index journey_round_unique;
alter table onboarding.journey add constraint journey_sides_are_whole check (((worker_confidence + poster_confidence) = (1)::numeric)) not valid;
alter table onboarding.journey validate constraint journey_sides_are_whole;
alter table onboarding.journey add constraint journey_tier_known check ((tier = any (array['STRONG'::text, 'MODERATE'::text, 'WEAK'::text]))) not valid;
alter table onboarding.journey validate constraint journey_tier_known;
alter table onboarding.journey add constraint journey_urgency_bias check (((urgency_bias >= (0)::numeric) and (urgency_bias <= (1)::numeric))) not valid;
alter table onboarding.journey validate constraint journey_urgency_bias;
alter table onboarding.journey add constraint journey_work_state_fkey foreign key (work_state) references city.us_state(code) on delete restrict not valid;
alter table onboarding.journey validate constraint journey_work_state_fkey;
alter table onboarding.journey add constraint journey_worker_range check (((worker_confidence >= (0)::numeric) and (worker_confidence <= (1)::numeric))) not valid;
alter table onboarding.journey validate constraint journey_worker_range;
alter table onboarding.option add constraint option_code_shape check ((code ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table onboarding.option validate constraint option_code_shape;
alter table onboarding.option add constraint option_poster_range check (((poster >= (0)::numeric) and (poster <= (1)::numeric))) not valid;
alter table onboarding.option validate constraint option_poster_range;
alter table onboarding.option add constraint option_question_fkey foreign key (version, question) references onboarding.question(version, code) on delete restrict not valid;
alter table onboarding.option validate constraint option_question_fkey;
alter table onboarding.option add constraint option_worker_range check (((worker >= (0)::numeric) and (worker <= (1)::numeric))) not valid;
alter table onboarding.option validate constraint option_worker_range;
alter table onboarding.penalty add constraint penalty_calibration_fkey foreign key (version) references onboarding.calibration(version) on delete restrict not valid;
alter table onboarding.penalty validate constraint penalty_calibration_fkey;
alter table onboarding.penalty add constraint penalty_flag_shape check ((flag ~ '^[A-Z_]+$'::text)) not valid;
alter table onboarding.penalty validate constraint penalty_flag_shape;
alter table onboarding.penalty add constraint penalty_range check (((penalty >= (0)::numeric) and (penalty <= (1)::numeric))) not valid;
alter table onboarding.penalty validate constraint penalty_range;
alter table onboarding.penalty_answer add constraint penalty_answer_option_fkey foreign key (version, question, option) references onboarding.option(version, question, code) on delete restrict not valid;
alter table onboarding.penalty_answer validate constraint penalty_answer_option_fkey;
alter table onboarding.penalty_answer add constraint penalty_answer_penalty_fkey foreign key (version, flag) references onboarding.penalty(version, flag) on delete restrict not valid;
alter table onboarding.penalty_answer validate constraint penalty_answer_penalty_fkey;
alter table onboarding.permit add constraint permit_granted_by_fkey foreign key (granted_by) references account."user"(id) on delete restrict not valid;
alter table onboarding.permit validate constraint permit_granted_by_fkey;
alter table onboarding.permit add constraint permit_journey_fkey foreign key (journey_id) references onboarding.journey(id) on delete restrict not valid;
alter table onboarding.permit validate constraint permit_journey_fkey;
alter table onboarding.question add constraint question_calibration_fkey foreign key (version) references onboarding.calibration(version) on delete restrict not valid;
alter table onboarding.question validate constraint question_calibration_fkey;
alter table onboarding.question add constraint question_code_shape check ((code ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table onboarding.question validate constraint question_code_shape;
alter table onboarding.question add constraint question_weight_range check (((weight >= (0)::numeric) and (weight <= (1)::numeric))) not valid;
alter table onboarding.question validate constraint question_weight_range;
alter table onboarding.signal_effect add constraint signal_effect_known check ((signal = any (array['risk_tolerance'::text, 'urgency_bias'::text, 'authority_expectation'::text, 'price_sensitivity'::text]))) not valid;
alter table onboarding.signal_effect validate constraint signal_effect_known;
alter table onboarding.signal_effect add constraint signal_effect_option_fkey foreign key (version, question, option) references onboarding.option(version, question, code) on delete restrict not valid;
alter table onboarding.signal_effect validate constraint signal_effect_option_fkey;
alter table onboarding.trade_answer add constraint trade_answer_journey_fkey foreign key (journey_id) references onboarding.journey(id) on delete restrict not valid;
alter table onboarding.trade_answer validate constraint trade_answer_journey_fkey;
alter table onboarding.trade_answer add constraint trade_answer_licence_known check ((licence = any (array['yes'::text, 'no'::text, 'unsure'::text]))) not valid;
alter table onboarding.trade_answer validate constraint trade_answer_licence_known;
alter table onboarding.trade_answer add constraint trade_answer_licence_number check ((licence_number ~ '^[A-Za-z0-9-]{4,50}$'::text)) not valid;
alter table onboarding.trade_answer validate constraint trade_answer_licence_number;
alter table onboarding.trade_answer add constraint trade_answer_licence_state_fkey foreign key (licence_state) references city.us_state(code) on delete restrict not valid;
alter table onboarding.trade_answer validate constraint trade_answer_licence_state_fkey;
alter table onboarding.trade_answer add constraint trade_answer_number_of_licence check (((licence = 'yes'::text) or ((licence_state is null) and (licence_number is null) and (licence_expires_on is null)))) not valid;
alter table onboarding.trade_answer validate constraint trade_answer_number_of_licence;
alter table task.content_rule add constraint content_rule_code_shape check ((code ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table task.content_rule validate constraint content_rule_code_shape;
alter table task.content_rule add constraint content_rule_level_fkey foreign key (risk_level) references trust.risk(level) on delete restrict not valid;
alter table task.content_rule validate constraint content_rule_level_fkey;
alter table task.content_rule add constraint content_rule_reach_known check ((reach = any (array['no_trade'::text, 'other_trade'::text, 'any'::text]))) not valid;
alter table task.content_rule validate constraint content_rule_reach_known;
alter table task.draft add constraint draft_category_fkey foreign key (category) references task.category(code) on delete restrict not valid;
alter table task.draft validate constraint draft_category_fkey;
alter table task.draft add constraint draft_due_by_state check (
case
    when (state = any (array['DRAFT'::text, 'CLARIFYING'::text, 'READY'::text])) then (due_at is not null)
    else ((state = 'ABANDONED'::text) or (due_at is null))
end) not valid;
alter table task.draft validate constraint draft_due_by_state;
alter table task.draft add constraint draft_posted_is_task check (((state = 'POSTED'::text) = (task_id is not null))) not valid;
alter table task.draft validate constraint draft_posted_is_task;
alter table task.draft add constraint draft_posted_without_place check (((state <> 'POSTED'::text) or ((address is null) and (latitude is null) and (longitude is null) and (contact is null)))) not valid;
alter table task.draft validate constraint draft_posted_without_place;
alter table task.draft add constraint draft_poster_fkey foreign key (poster_id) references account."user"(id) on delete restrict not valid;
alter table task.draft validate constraint draft_poster_fkey;
alter table task.draft add constraint draft_task_fkey foreign key (task_id) references task.task(id) on delete restrict not valid;
alter table task.draft validate constraint draft_task_fkey;
alter table task.draft add constraint draft_task_unique unique using index draft_task_unique;
alter table task.draft_answer add constraint draft_answer_draft_fkey foreign key (draft_id) references task.draft(id) on delete restrict not valid;
alter table task.draft_answer validate constraint draft_answer_draft_fkey;
alter table task.draft_answer add constraint draft_answer_question_fkey foreign key (question) references task.question(code) on delete restrict not valid;
alter table task.draft_answer validate constraint draft_answer_question_fkey;
alter table task.misclassification add constraint misclassification_category_shape check ((category ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table task.misclassification validate constraint misclassification_category_shape;
alter table task.question add constraint question_asked_after_fkey foreign key (asked_after) references task.question(code) on delete restrict not valid;
alter table task.question validate constraint question_asked_after_fkey;
alter table task.question add constraint question_asked_whole check (((asked_after is null) = (asked_if is null))) not valid;
alter table task.question validate constraint question_asked_whole;
alter table task.question add constraint question_category_by_purpose check (((category is not null) = (purpose = any (array['category'::text, 'risk'::text])))) not valid;
alter table task.question validate constraint question_category_by_purpose;
alter table task.question add constraint question_category_shape check ((category ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table task.question validate constraint question_category_shape;
alter table task.question add constraint question_cluster_known check ((cluster = any (array['location'::text, 'time'::text, 'scope'::text, 'proof'::text]))) not valid;
alter table task.question validate constraint question_cluster_known;
alter table task.question add constraint question_code_shape check ((code ~ '^[a-z_]{2,40}\.[a-z_]{2,40}$'::text)) not valid;
alter table task.question validate constraint question_code_shape;
alter table task.question add constraint question_field_known check ((field = 'address'::text)) not valid;
alter table task.question validate constraint question_field_known;
alter table task.question add constraint question_kind_known check ((kind = any (array['text'::text, 'choice'::text, 'number'::text, 'address'::text, 'time_window'::text, 'yes_no'::text]))) not valid;
alter table task.question validate constraint question_kind_known;
alter table task.question add constraint question_options_of_choice check (((kind = 'choice'::text) = (cardinality(options) > 1))) not valid;
alter table task.question validate constraint question_options_of_choice;
alter table task.question add constraint question_purpose_known check ((purpose = any (array['category'::text, 'universal'::text, 'general'::text, 'risk'::text]))) not valid;
alter table task.question validate constraint question_purpose_known;
alter table task.risk_escalation add constraint risk_escalation_level_fkey foreign key (risk_level) references trust.risk(level) on delete restrict not valid;
alter table task.risk_escalation validate constraint risk_escalation_level_fkey;
alter table task.risk_escalation add constraint risk_escalation_question_fkey foreign key (question) references task.question(code) on delete restrict not valid;
alter table task.risk_escalation validate constraint risk_escalation_question_fkey;
comment on domain account.invite_code is '4 to 40 letters, digits and hyphens; capitals are alike';
comment on domain admin.city_code is 'A city by its code';
comment on domain admin.flag_name is 'A feature flag, as admin.get_flags has it';
comment on domain admin.invite_uses is '1 to 10000';
comment on domain admin.percent is '0 to 100';
comment on domain onboarding.answer is 'An option, as onboarding.get_calibration lists them';
comment on domain onboarding.city_name is 'Text of 1 to 100 characters';
comment on domain onboarding.hour_of_day is '0 to 23';
comment on domain onboarding.role is 'hustler, poster or both';
comment on domain onboarding.step is 'location or tutorial';
comment on domain onboarding.zip_code is 'Five digits';
comment on domain task.answer_text is 'Text of 1 to 500 characters';
comment on domain task.question_code is 'A question, as task.question has it';
comment on table account.invite is 'Invitations of staff to join. @source ADM-08';
comment on column account.invite.uses is 'How many redemptions there are, counted by each (on_redemption)';
comment on table account.invite_redemption is 'Who joined by which invitation, once. @source ADM-08';
comment on table city.zip_range is 'First three digits of the ZIP codes of each state (law)';
comment on table core.flag_rule is 'For whom a flag is on: in a city, in a role, for a part of the people; the narrowest rule that fits
decides, and where none fits the flag itself. @source ADM-04';
comment on column core.flag_rule.percent is 'How many of a hundred people: a person''s place is fixed, so who is in stays in as it grows';
comment on table onboarding.calibration is 'Versions of the calibration and their thresholds (law)';
comment on table onboarding.journey is 'A person''s way in: what was inferred, immutable; what he chose and said of himself. Another round is
another row. @source SEC-24';
comment on table onboarding.option is 'What an answer says for either side; nothing for both where the sources give no figure (law)';
comment on table onboarding.penalty is 'What answers that contradict each other cost in certainty (law)';
comment on table onboarding.penalty_answer is 'Which answers together are a penalty (law)';
comment on table onboarding.permit is 'An admin let somebody begin anew after that round';
comment on table onboarding.question is 'What a calibration looks at, and what it weighs (law)';
comment on table onboarding.signal_effect is 'What an answer adds to a signal, which begins at a half (law)';
comment on table onboarding.trade_answer is 'Trades that a person says are his; they grant nothing';
comment on table task.content_rule is 'Words that say what work is, whatever it is called: whole words, as patterns (law). @source A26';
comment on column task.content_rule.reach is 'Which categories it raises: those without a trade, also those of another trade, or any';
comment on table task.draft is 'Work that is being described; one active a person. The place leaves it when it is posted. @source LIF-01';
comment on column task.draft.due_at is 'When it is abandoned unless it is edited or posted, and then when what it says is forgotten';
comment on table task.draft_answer is 'Answers to the questions of a draft; some are personal data';
comment on table task.misclassification is 'Words that don''t belong into a category: work with them is posted under another (law)';
comment on table task.question is 'What a brief is asked (law). Categories are named as text: law is there before they are. @source LIF-01';
comment on column task.question.purpose is 'category: its own bank; universal: always; general: where the category has no bank; risk: a follow-up';
comment on column task.question.field is 'A field of the draft that answers it';
comment on column task.question.is_private is 'Its answer is for the parties alone';
comment on table task.risk_escalation is 'Answers that raise the risk of work, never lower it (law)';
comment on column task.task.risk_rules is 'What raised its risk above that of its category when it was posted';
comment on table task.vague_answer is 'Answers that say nothing, as patterns of the whole answer (law)';

-- The flags and figures as seeds/12_flags.sql has them for who begins now.
insert into core.flag (name, is_on, comment) values
    ('beta_mode', false, 'Only so many accounts may be made (setting beta_accounts)'),
    ('beta_seattle_only', false, 'Work is posted in one city alone (setting beta_city)'),
    ('invite_required', false, 'Nobody joins without an invitation')
on conflict (name) do nothing;
insert into core.setting (name, value, comment) values
    ('beta_accounts', '200', 'How many accounts there may be while beta_mode is on'),
    ('beta_city', 'seattle', 'The city of beta_seattle_only, by its code'),
    ('draft_kept', '30 days', 'How long what an abandoned draft says is kept'),
    ('draft_lifetime', '24 hours', 'How long a draft lies unedited before it is abandoned'),
    ('draft_ready_lifetime', '1 hour', 'The same once it is ready to be posted'),
    ('onboarding_again_after', '7 days', 'How long after a round of onboarding no other begins')
on conflict (name) do nothing;
