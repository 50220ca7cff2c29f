-- A pause of more than 90 days costs one tier. The lowest stays.
create or replace function trust_review.on_user_resumed()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    standing trust.standing;
begin
    select s.* into strict standing from trust.standing as s
     where s.account_id = new.id for no key update;
    if standing.tier > 1 then
        perform trust._move(new.id, standing.tier - 1, 'PAUSE');
    end if;
    return null;
end $$;

create or replace trigger zzz_tier_after_pause after update of state on account.user
    for each row when (old.state = 'PAUSED' and new.state = 'ACTIVE'
        and old.paused_at <= core.now() - interval '91 days')
    execute function trust_review.on_user_resumed();
