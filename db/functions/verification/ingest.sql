-- A provider's signed word, as its webhook brings it: parsed, and told to verification.resolve in the
-- same transaction. Nothing of it is believed but what the signature covers.
create or replace function verification.ingest(event text)
    returns verification.answer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    word jsonb;
begin
    begin
        word := event::jsonb;
        if jsonb_typeof(word) is distinct from 'object' or exists (
            select from unnest(array['id', 'provider', 'credential_id', 'verdict', 'reason']) as n (name)
             where jsonb_typeof(word -> n.name) is distinct from 'string')
           or jsonb_typeof(word -> 'submission') is distinct from 'number'
           or coalesce(jsonb_typeof(word -> 'expires_at'), 'null') not in ('string', 'null')
        then
            perform core.fail('HXA01', 'event', 'The event lacks something, or has it in another type.',
                'id, provider, credential_id, verdict and reason are strings, submission is a number.');
        end if;
        return verification.resolve(word ->> 'provider', word ->> 'id',
            (word ->> 'credential_id')::uuid, (word ->> 'submission')::integer, word ->> 'verdict',
            word ->> 'reason', (word ->> 'expires_at')::timestamptz);
    exception when data_exception or check_violation or program_limit_exceeded
        or statement_too_complex
    then
        perform core.fail('HXA01', 'event', 'The event holds something that can''t be read.');
    end;
    return null; -- never
end $$;

comment on function verification.ingest is $$Let a provider's word, whose signature was verified, take effect. A redelivery has none.
@param event the raw JSON body: id, provider, credential_id, submission, verdict, reason, expires_at
@returns the credential's state, and whether the word was applied, repeated or contrary
@errors HX608 HXA01 HXA02 HXA05
@source ELI-08$$;

grant execute on function verification.ingest to hx_web;
