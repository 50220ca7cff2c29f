-- A submitted proof has at least one photo. @source PRF-16
create or replace function proof.check_submitted_has_photo()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from proof.photo as f where f.proof_id = new.id) then
        perform core.fail('HXA01', 'photos', 'A proof has 1 to 5 photos.');
    end if;
    return new;
end $$;

create or replace trigger proof_submitted_has_photo before update of state on proof.proof
    for each row when (new.state = 'SUBMITTED' and old.state = 'PENDING')
    execute function proof.check_submitted_has_photo();
