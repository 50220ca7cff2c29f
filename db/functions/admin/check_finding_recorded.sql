-- Deferred: a finding is explained by an act of staff, written in the same transaction. Its trigger:
-- schema/90. @source S-L9
create or replace function admin.check_finding_recorded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from admin.action as a
                    where a.subject_id = new.id and a.action = 'admin.explain_finding'
                      and a.actor_id = new.closed_by and a.transaction_id = pg_current_xact_id())
    then
        perform core.fail('HX505', null, 'Nobody of staff is on record for that finding.');
    end if;
    return null;
end $$;
