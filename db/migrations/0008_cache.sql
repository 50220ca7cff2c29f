-- Which answers may be kept outside of the database: two small tables of law, and nothing that grows.

create table cache.answer (
    procedure text not null,
    argument text not null default ''::text,
    value text not null default ''::text,
    key text not null,
    seconds integer not null
);
alter table cache.answer enable row level security;
create table cache.stale_key (
    aggregate text not null,
    key text not null
);
alter table cache.stale_key enable row level security;
create unique index answer_pkey on cache.answer using btree (procedure, value);
create unique index stale_key_pkey on cache.stale_key using btree (aggregate, key);
alter table cache.answer add constraint answer_pkey primary key using index answer_pkey;
alter table cache.stale_key add constraint stale_key_pkey primary key using index stale_key_pkey;
alter table cache.answer add constraint answer_key_shape check ((key ~ '^[a-z]+:[a-z0-9_:{}]+$'::text)) not valid;
alter table cache.answer validate constraint answer_key_shape;
alter table cache.answer add constraint answer_seconds check (((seconds >= 1) and (seconds <= 86400))) not valid;
alter table cache.answer validate constraint answer_seconds;
alter table cache.answer add constraint answer_value_of_argument check (((value = ''::text) = (argument = ''::text))) not valid;
alter table cache.answer validate constraint answer_value_of_argument;
alter table cache.stale_key add constraint stale_key_shape check ((key ~ '^[a-z]+:[a-z0-9_:{}*]+$'::text)) not valid;
alter table cache.stale_key validate constraint stale_key_shape;
comment on table cache.answer is 'Queries whose answers may be kept: under which key, beside what tells callers and arguments apart, and
for how long at most. A row with a value holds where the argument has it. @source CAC-01 CAC-02 CAC-03 CAC-04';
comment on table cache.stale_key is 'What an event of each aggregate makes stale; {id} is the aggregate''s. @source CAC-05 CAC-06';
