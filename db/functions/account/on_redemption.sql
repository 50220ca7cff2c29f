-- Each redemption counts on its invitation, whose constraint says when it is used up.
create or replace function account.on_redemption()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update account.invite as i set uses = i.uses + 1 where i.id = new.invite_id;
    return null;
end $$;

create or replace trigger redemption_counts after insert on account.invite_redemption
    for each row execute function account.on_redemption();
create or replace trigger append_only before update or delete on account.invite_redemption
    for each row execute function core._refuse_change();
