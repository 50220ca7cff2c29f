-- What a credential's clock does with one that is due; its person is locked already. Changed meanwhile,
-- it is let be. A clock that was late tells the latest reminder alone.
create or replace function verification._on_time(credential_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    due verification.credential;
begin
    select k.* into due from verification.credential as k
     where k.id = credential_id for no key update;
    if due.due_at is null or due.due_at > core.now() then
        return;
    end if;
    perform core._because(case when due.expires_at <= core.now() then 'EXPIRED' end,
        jsonb_build_object('due_at', due.due_at));
    if due.expires_at <= core.now() then
        update verification.credential as k set state = 'EXPIRED' where k.id = due.id;
        return;
    end if;
    insert into verification.reminder (credential_id, expires_at, days_before)
    select due.id, due.expires_at, min(b.days)
      from unnest(array[14, 7, 1]) as b (days)
     where due.expires_at - make_interval(days => b.days) <= core.now()
    having min(b.days) is not null
    on conflict on constraint reminder_once do nothing;
    update verification.credential as k set due_at = due.expires_at where k.id = due.id;
end $$;
