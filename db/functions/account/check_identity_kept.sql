-- An identity is verified once, by account.confirm_identity and its event, and stays as it was.
create or replace function account.check_identity_kept()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'INSERT' or old.identity_verified_at is not null or not exists (
        select from core.event as v
         where v.aggregate = 'account' and v.aggregate_id = new.id
           and v.event = 'identity_confirmed' and v.transaction_id = pg_current_xact_id())
    then
        perform core.fail('HXA11', 'identity_verified_at',
            'An identity is confirmed once, on the record, and stays so.');
    end if;
    return new;
end $$;

create or replace trigger identity_kept before update on account.user
    for each row when (old.identity_verified_at is distinct from new.identity_verified_at)
    execute function account.check_identity_kept();
create or replace trigger identity_unborn before insert on account.user
    for each row when (new.identity_verified_at is not null)
    execute function account.check_identity_kept();
