-- Deferred: who verified or failed a credential is of staff, with an act on record in the same
-- transaction, or its provider, with his word. Its trigger: schema/90. @source ELI-03
create or replace function admin.check_verdict_recorded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (new.reviewer_id is not null and not exists (
            select from admin.action as a
             where a.subject_id = new.id and a.actor_id = new.reviewer_id
               and a.action = (case old.state when 'VERIFIED' then 'verification.revoke'
                                   else 'verification.review' end)
               and a.transaction_id = pg_current_xact_id()))
       or (new.reviewer_id is null and not exists (
            select from verification.word as w
             where w.credential_id = new.id and w.outcome = 'applied' and w.verdict = new.state
               and w.transaction_id = pg_current_xact_id()))
    then
        perform core.fail('HX505', null, 'Nobody is on record for that verdict.');
    end if;
    return null;
end $$;
