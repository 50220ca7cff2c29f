-- A tier follows its entries, and nothing else; each begins where the last one ended.
create or replace function trust.on_entry_inserted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update trust.standing as s
       set tier = new.new_tier, updated_at = core.now()
     where s.account_id = new.account_id and s.tier = new.old_tier;
    if not found then
        perform core.fail('HXA11', 'old_tier', 'The entry does not begin at the present tier.');
    end if;
    return null;
end $$;

create or replace trigger on_entry_inserted after insert on trust.entry
    for each row execute function trust.on_entry_inserted();
create or replace trigger append_only before update or delete on trust.entry
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on trust.entry
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on trust.point
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on trust.point
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on trust.strike
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on trust.strike
    for each statement execute function core._refuse_change();
