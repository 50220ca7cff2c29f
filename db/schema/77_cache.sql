-- Floor 9. What may be kept outside, where a cache is configured: nothing depends on it.
create table cache.answer (
    procedure  text not null,
    argument   text not null default '',
    value      text not null default '',
    key        text not null
        constraint answer_key_shape check (key ~ '^[a-z]+:[a-z0-9_:{}]+$'),
    seconds    integer not null constraint answer_seconds check (seconds between 1 and 86400),
    constraint answer_pkey primary key (procedure, value),
    constraint answer_value_of_argument check ((value = '') = (argument = ''))
);
comment on table cache.answer is
    'Queries whose answers may be kept: under which key, beside what tells callers and arguments apart, and
for how long at most. A row with a value holds where the argument has it. @source CAC-01 CAC-02 CAC-03 CAC-04';

create table cache.stale_key (
    aggregate  text not null,
    key        text not null
        constraint stale_key_shape check (key ~ '^[a-z]+:[a-z0-9_:{}*]+$'),
    constraint stale_key_pkey primary key (aggregate, key)
);
comment on table cache.stale_key is
    'What an event of each aggregate makes stale; {id} is the aggregate''s. @source CAC-05 CAC-06';
