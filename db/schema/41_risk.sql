-- Floor 3. What a brief must say, and what in it makes work more dangerous than its category (law).
create domain task.question_code as text
    constraint task_question_code_shape check (value ~ '^[a-z_]{2,40}\.[a-z_]{2,40}$');
create domain task.answer_text as text
    constraint task_answer_text_length check (length(value) <= 500 and value ~ '[^[:space:]]');
comment on domain task.question_code is 'A question, as task.question has it';
comment on domain task.answer_text is 'Text of 1 to 500 characters';

create table task.question (
    code         text primary key
        constraint question_code_shape check (code ~ '^[a-z_]{2,40}\.[a-z_]{2,40}$'),
    purpose      text not null constraint question_purpose_known
        check (purpose in ('category', 'universal', 'general', 'risk')),
    category     text constraint question_category_shape check (category ~ '^[a-z_]{2,40}$'),
    place        integer not null,
    prompt       core.title not null,
    kind         text not null constraint question_kind_known
        check (kind in ('text', 'choice', 'number', 'address', 'time_window', 'yes_no')),
    options      text[] not null default '{}',
    is_blocking  boolean not null,
    cluster      text not null constraint question_cluster_known
        check (cluster in ('location', 'time', 'scope', 'proof')),
    field        text constraint question_field_known check (field in ('address')),
    is_private   boolean not null,
    asked_after  text
        constraint question_asked_after_fkey references task.question (code) on delete restrict,
    asked_if     text[],
    constraint question_category_by_purpose
        check ((category is not null) = (purpose in ('category', 'risk'))),
    constraint question_options_of_choice check ((kind = 'choice') = (cardinality(options) > 1)),
    constraint question_asked_whole check ((asked_after is null) = (asked_if is null))
);
create index question_asked_after on task.question (asked_after) where asked_after is not null;
comment on column task.question.purpose is
    'category: its own bank; universal: always; general: where the category has no bank; risk: a follow-up';
comment on column task.question.field is 'A field of the draft that answers it';
comment on column task.question.is_private is 'Its answer is for the parties alone';
comment on table task.question is
    'What a brief is asked (law). Categories are named as text: law is there before they are. @source LIF-01';

create table task.vague_answer (
    pattern  text primary key,
    message  text not null
);
comment on table task.vague_answer is 'Answers that say nothing, as patterns of the whole answer (law)';

create table task.risk_escalation (
    question    text not null
        constraint risk_escalation_question_fkey references task.question (code) on delete restrict,
    answer      text not null,
    risk_level  text not null
        constraint risk_escalation_level_fkey references trust.risk (level) on delete restrict,
    constraint risk_escalation_pkey primary key (question, answer)
);
create index risk_escalation_level on task.risk_escalation (risk_level);
comment on table task.risk_escalation is 'Answers that raise the risk of work, never lower it (law)';

create table task.content_rule (
    code            text primary key constraint content_rule_code_shape check (code ~ '^[a-z_]{2,40}$'),
    pattern         text not null,
    risk_level      text not null
        constraint content_rule_level_fkey references trust.risk (level) on delete restrict,
    required_trade  text not null,
    reach           text not null constraint content_rule_reach_known
        check (reach in ('no_trade', 'other_trade', 'any'))
);
create index content_rule_level on task.content_rule (risk_level);
comment on column task.content_rule.reach is
    'Which categories it raises: those without a trade, also those of another trade, or any';
comment on table task.content_rule is
    'Words that say what work is, whatever it is called: whole words, as patterns (law). @source A26';

create table task.misclassification (
    category  text not null
        constraint misclassification_category_shape check (category ~ '^[a-z_]{2,40}$'),
    pattern   text not null,
    constraint misclassification_pkey primary key (category, pattern)
);
comment on table task.misclassification is
    'Words that don''t belong into a category: work with them is posted under another (law)';
