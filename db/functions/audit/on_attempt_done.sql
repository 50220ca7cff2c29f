-- Something of ours is made at the provider under a reference that no settlement bears, though its order
-- has ended: money left twice. (Where the order had FAILED and it took its place: told, less gravely.)
create or replace function audit.on_attempt_done()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    moving settlement.settlement;
    bearer uuid;
begin
    select s.* into strict moving from settlement.settlement as s where s.id = new.settlement_id;
    select s.id into bearer from settlement.settlement as s
     where s.provider_reference = new.reference and s.kind = moving.kind;
    if moving.finished_at is not null and bearer is null then
        perform audit._find('settlement_contradicted', 'P0', 'settlement', moving.id,
            jsonb_build_object('kind', moving.kind));
    elsif bearer <> moving.id then
        perform audit._find('settled_after_all', 'P1', 'settlement', bearer,
            jsonb_build_object('kind', moving.kind));
    end if;
    return null;
end $$;

create or replace trigger zzz_finding after update of outcome on settlement.attempt
    for each row when (new.outcome = 'done') execute function audit.on_attempt_done();
