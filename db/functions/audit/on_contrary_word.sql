-- What a provider told against what was decided is a finding for a person.
create or replace function audit.on_contrary_word()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform audit._find('verification_contradicted', 'P2', 'credential', new.credential_id,
        jsonb_build_object('verdict', new.verdict, 'submission', new.submission));
    return null;
end $$;

create or replace trigger zzz_finding after insert on verification.word
    for each row when (new.outcome = 'contrary')
    execute function audit.on_contrary_word();
