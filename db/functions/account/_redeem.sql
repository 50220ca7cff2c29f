-- Somebody who joins redeems an invitation; its row is locked, so the last use goes to one. An unknown
-- code, one that is over and one that is used up are answered alike.
create or replace function account._redeem(account_id uuid, invite_code text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    invite_id uuid;
begin
    select i.id into invite_id
      from account.invite as i
     where i.code = upper(invite_code) and i.revoked_at is null
       and i.expires_at > core.now() and i.uses < i.maximum_uses
       for no key update;
    if not found then
        perform core.fail('HXA01', 'invite_code', 'That invitation can''t be used.',
            'Ask for another one.');
    end if;
    insert into account.invite_redemption (account_id, invite_id) values (account_id, invite_id);
end $$;
