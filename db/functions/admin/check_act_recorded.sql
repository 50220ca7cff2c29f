-- Deferred: a resolution, and a hold that staff opens or lifts, stand on an act of the one who is
-- named, written in the same transaction. Its triggers: schema/90. @source DIS-09
create or replace function admin.check_act_recorded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    told jsonb := to_jsonb(new);
    wanted text := case when tg_table_name = 'dispute' then 'dispute.resolve'
        when tg_op = 'INSERT' then 'escrow.hold' else 'escrow.lift_hold' end;
    actor text := told ->> case wanted when 'dispute.resolve' then 'resolved_by'
        when 'escrow.hold' then 'opened_by' else 'closed_by' end;
begin
    if (wanted = 'escrow.lift_hold' and told ->> 'closed_at' is null)
       or (wanted = 'escrow.hold' and told ->> 'kind' = 'OUTSIDE_REFUND')
    then
        return null;
    end if;
    if not exists (
        select from admin.action as a
         where a.subject_id = new.id and a.action = wanted and a.actor_id::text = actor
           and a.transaction_id = pg_current_xact_id())
    then
        perform core.fail('HX505', null, format('Nobody of staff is on record for %s.', wanted));
    end if;
    return null;
end $$;
