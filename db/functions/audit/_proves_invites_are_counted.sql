-- ADM-08
create or replace view audit._proves_invites_are_counted as
select i.id
  from account.invite as i
 where i.uses <> (select count(*) from account.invite_redemption as r where r.invite_id = i.id);

comment on view audit._proves_invites_are_counted is
    'Each invitation was used as often as people joined by it';
