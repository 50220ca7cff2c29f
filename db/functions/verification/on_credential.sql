-- The credential machine's generic triggers; the profile follows every change. @source ELI-07
create or replace function verification.on_credential()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(new.account_id);
    return null;
end $$;

create or replace trigger zz_guard before insert or update or delete on verification.credential
    for each row execute function core._guard('credential');
create or replace trigger zz_record after insert or update on verification.credential
    for each row execute function core._record('credential');
create or replace trigger zz_truncate before truncate on verification.credential
    for each statement execute function core._refuse_change();
create or replace trigger zzz_recompute after update on verification.credential
    for each row when ((old.state, old.expires_at) is distinct from (new.state, new.expires_at))
    execute function verification.on_credential();
