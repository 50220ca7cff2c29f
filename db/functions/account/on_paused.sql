-- Since when an account is paused follows its state, and is written by nobody.
create or replace function account.on_paused()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    new.paused_at := case when new.state <> 'PAUSED' then null
                          when old.state <> 'PAUSED' then core.now() else old.paused_at end;
    return new;
end $$;

create or replace trigger user_paused_at before update on account.user
    for each row when (old.state is distinct from new.state
        or old.paused_at is distinct from new.paused_at)
    execute function account.on_paused();
