-- Nobody lifts a hold of what pays him. @source SEC-10
create or replace function settlement.check_hold_lifted_by_another()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from settlement.settlement as s
                where s.id = new.settlement_id and s.payee_id = new.closed_by)
    then
        perform core.fail('HX503', null, 'Nobody lifts a hold of what pays him; ask a colleague.');
    end if;
    return new;
end $$;

create or replace trigger hold_lifted_by_another before insert or update of closed_by on settlement.hold
    for each row when (new.closed_by is not null)
    execute function settlement.check_hold_lifted_by_another();
