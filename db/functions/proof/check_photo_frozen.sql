-- Photos join a proof while it is PENDING and never change or leave.
create or replace function proof.check_photo_frozen()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from proof.proof as p
                    where p.id = new.proof_id and p.state = 'PENDING' and p.task_id = new.task_id)
    then
        perform core.fail('HXA03', 'photos', 'Photos are added before a proof is submitted.');
    end if;
    return new;
end $$;

create or replace trigger photo_joins_pending_proof before insert on proof.photo
    for each row execute function proof.check_photo_frozen();
create or replace trigger append_only before update or delete on proof.photo
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on proof.photo
    for each statement execute function core._refuse_change();
