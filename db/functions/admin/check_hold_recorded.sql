-- Deferred: who laid a settlement's hold, and who lifted it, is of staff, with an act on record in the same
-- transaction. Its trigger: schema/90. @source STL-11 ADM-16
create or replace function admin.check_hold_recorded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    is_lifted constant boolean := tg_op = 'UPDATE' and new.closed_by is not null;
begin
    if (tg_op = 'UPDATE' and not is_lifted) or not exists (
        select from admin.action as a
         where a.subject_id = new.settlement_id and a.transaction_id = pg_current_xact_id()
           and case when is_lifted then a.action = 'settlement.lift_hold' and a.actor_id = new.closed_by
                         and a.details ->> 'hold_id' = new.id::text
                    else a.action = 'settlement.hold' and a.actor_id = new.opened_by end)
    then
        perform core.fail('HX505', null, 'Nobody of staff is on record for that hold.');
    end if;
    return null;
end $$;
