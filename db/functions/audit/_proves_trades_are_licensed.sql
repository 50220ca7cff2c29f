-- ELI-02: a verified trade is a verified licence, and the other way round.
create or replace view audit._proves_trades_are_licensed as
select v.account_id
  from verification.verified_trade as v
  left join verification.credential as k
    on k.id = v.credential_id and k.kind = 'licence' and k.state = 'VERIFIED'
   and k.account_id = v.account_id and k.trade = v.trade and k.location_state = v.location_state
   and k.expires_at = v.expires_at
 where k.id is null
union all
select k.account_id
  from verification.credential as k
  join verification.capability_profile as p on p.account_id = k.account_id
 where k.kind = 'licence' and k.state = 'VERIFIED' and k.expires_at > p.derived_at
   and not exists (select from verification.verified_trade as v where v.credential_id = k.id);
comment on view audit._proves_trades_are_licensed is
    'Each verified trade has its verified licence until the same time, and each such licence its trade';
