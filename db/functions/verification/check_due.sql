-- A credential's clock follows its state: set when it is verified, moved on by the clock alone.
create or replace function verification.check_due()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.state <> 'VERIFIED' then
        new.due_at := null;
    elsif old.state <> 'VERIFIED' or new.due_at is distinct from old.due_at then
        new.due_at := verification._next_due(new.expires_at);
    end if;
    return new;
end $$;

create or replace trigger due_by_state before update on verification.credential
    for each row execute function verification.check_due();
