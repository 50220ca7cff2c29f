-- TRU-06
create or replace view audit._proves_tiers_follow_entries as
select s.account_id
  from trust.standing as s
  left join lateral (
        select e.new_tier from trust.entry as e
         where e.account_id = s.account_id order by e.id desc limit 1) as l on true
 where s.tier <> coalesce(l.new_tier, 1)
union all
select e.id
  from (select k.id, k.old_tier,
               lag(k.new_tier, 1, 1) over (partition by k.account_id order by k.id) as before
          from trust.entry as k) as e
 where e.old_tier <> e.before;

comment on view audit._proves_tiers_follow_entries is
    'Each tier is where its entries end, and each entry begins where the one before ended';
