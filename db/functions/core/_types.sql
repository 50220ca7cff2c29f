-- Shapes of the request: how a call is opened and what it answers.
do $$
begin
    if to_regtype('core.limit_state') is null then
        create type core.limit_state as (
            operation text, scope text, allowed integer, period_seconds integer,
            remaining integer, reset_seconds integer);
        create type core.refusal as (
            code text, message text, field text, hint text, details jsonb);
        create type core.reply as (
            status integer, data text, error core.refusal, request_id text,
            answered_at timestamptz, is_replay boolean, account_id uuid,
            limits core.limit_state[], failure text);
        create type core.opening as (role_name text, is_query boolean, reply core.reply);
        create type core.contract as (
            version text, procedures jsonb, types jsonb, errors jsonb, limits jsonb, wire jsonb);
        create type core.pulse as (
            contract_version text, schema_version text, relay_is_alive boolean);
    end if;
    -- Apart from the procedures, so that a web process of an older release reads on.
    if not exists (select from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t
                     on t.typrelid = a.attrelid
                    where t.oid = to_regtype('core.contract') and a.attname = 'wire')
    then
        alter type core.contract add attribute wire jsonb;
    end if;
    if not exists (select from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t
                     on t.typrelid = a.attrelid
                    where t.oid = to_regtype('core.contract') and a.attname = 'cached')
    then
        alter type core.contract add attribute cached jsonb;
    end if;
    if to_regtype('core.tally') is null then
        create type core.tally as (found_rows bigint, oldest_at timestamptz);
    end if;
end $$;
comment on type core.limit_state is 'What is left of a rate limit in its present window';
comment on type core.refusal is 'Why a call was refused: an HX code and what would be right';
comment on type core.reply is
    'The answer of core.call: data as JSON text or an error; failure is for the log, never for the client';
comment on type core.opening is 'A call before it runs: its role, or the reply where it is answered already';
comment on type core.contract is 'The public API as the catalog has it: JSON Schemas of all procedures';
comment on type core.pulse is 'What a health check asks of the database';
comment on type core.tally is
    'How many rows a view of faults has, and since when the oldest stands';
