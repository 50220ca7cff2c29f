-- A provider's word about a credential that waits, told by a worker; each event once. A word about what
-- was decided already changes nothing: the same is a repeat, the contrary a finding for a person.
create or replace function verification.resolve(
    provider           verification.provider,
    provider_event_id  verification.provider_event_id,
    credential_id      uuid,
    submission         integer,
    verdict            verification.verdict,
    reason             core.reason,
    expires_at         timestamptz default null
)
    returns verification.answer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    waiting verification.credential;
    told verification.word;
    outcome text;
begin
    if provider is null or provider_event_id is null or submission is null or verdict is null
       or reason is null
    then
        perform core.fail('HXA01', 'provider_event_id',
            'A word has its provider, its event, what it is about, its verdict and why.');
    end if;
    perform core._enter(null, null, 'provider-' || core.new_id(), false);
    waiting := verification._lock(credential_id);
    select w.* into told from verification.word as w
     where w.provider = provider and w.provider_event_id = provider_event_id;
    if found then
        if (told.credential_id, told.submission, told.verdict)
               <> (credential_id, submission, verdict)
        then
            perform core.fail('HXA05', 'provider_event_id',
                'That event was told already, with another word.');
        end if;
        return row(waiting.id, waiting.state, told.outcome)::verification.answer;
    end if;
    if submission > waiting.version or not exists (
        select from core.event as v
         where v.aggregate = 'credential' and v.aggregate_id = waiting.id
           and v.version = submission and v.to_state = 'PENDING')
    then
        perform core.fail('HXA02', 'submission', 'Nothing of that number was handed in.');
    end if;
    outcome := case when submission = waiting.version then 'applied'
                    when exists (select from core.event as v
                                  where v.aggregate = 'credential'
                                    and v.aggregate_id = waiting.id
                                    and v.version = submission + 1 and v.to_state = verdict)
                    then 'repeated' else 'contrary' end;
    insert into verification.word (provider, provider_event_id, credential_id, submission,
        verdict, expires_at, reason, outcome)
    values (provider, provider_event_id, waiting.id, submission, verdict, expires_at, reason,
        outcome);
    if outcome = 'applied' then
        perform core._because(reason);
        perform verification._decide(waiting, verdict, expires_at, 'provider', null, reason);
        waiting.state := verdict;
    end if;
    return row(waiting.id, waiting.state, outcome)::verification.answer;
end $$;

comment on function verification.resolve is $$Tell what a provider found about a credential. An event that was told already is answered as it was;
a word contrary to what was decided changes nothing and is a finding.
@param submission the version of the credential that was handed in, as verification.get_queue tells it
@param verdict VERIFIED or FAILED
@param reason 1 to 1000 characters; of a failure the person sees it
@param expires_at until when it holds, at most ten years ahead; required for VERIFIED
@returns the credential's state, and whether the word was applied, repeated or contrary
@errors HX608 HXA01 HXA02 HXA05
@source ELI-07 ELI-08$$;

grant execute on function verification.resolve to hx_job;
