-- A claim is made once; a hustler's profile follows it.
create or replace function verification.on_claim()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(new.account_id);
    return null;
end $$;

create or replace trigger on_claim after insert on verification.claim
    for each row execute function verification.on_claim();
create or replace trigger append_only before update or delete on verification.claim
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on verification.claim
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on verification.claimed_trade
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on verification.claimed_trade
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on verification.word
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on verification.word
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on verification.reminder
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on verification.reminder
    for each statement execute function core._refuse_change();
