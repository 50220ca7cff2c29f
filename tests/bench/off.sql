-- The same life without its events and its order rows: what they cost.
drop trigger zzz_settlement_ordered on escrow.escrow;
do $$
declare
    machine record;
begin
    for machine in select m.relation from core.machine as m loop
        execute format('drop trigger zz_record on %s', machine.relation);
    end loop;
end $$;
