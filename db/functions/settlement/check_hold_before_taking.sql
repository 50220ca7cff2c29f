-- A hold is laid on what was not sent yet: it locks the settlement, so that the one who takes it comes
-- before or after.
create or replace function settlement.check_hold_before_taking()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held text;
begin
    select s.state into held from settlement.settlement as s
     where s.id = new.settlement_id for no key update;
    if held <> 'PENDING' then
        perform core.fail('HXA03', 'settlement_id',
            format('That settlement is %s; only what was not taken yet can be held.', held));
    end if;
    return new;
end $$;

create or replace trigger hold_before_taking before insert on settlement.hold
    for each row execute function settlement.check_hold_before_taking();
