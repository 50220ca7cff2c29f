-- After a completion: one step up where all that the next tier asks for is met. What is cheap to know
-- is asked first: this runs with every completion. Standing is locked before the figures are read.
create or replace function trust_review._promote(account_id uuid, task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    standing trust.standing;
begin
    -- A tier that asks for a rating is closed until ratings exist.
    if not exists (
        select from trust.standing as s
          join trust.criterion as c on c.tier = s.tier + 1
          join xp.progress as p on p.account_id = s.account_id
          join account.user as u on u.id = s.account_id
         where s.account_id = account_id
        having bool_and(case c.requirement
                   when 'completed_tasks' then p.completed_tasks >= c.threshold
                   when 'identity_verified' then u.identity_verified_at is not null
                   else c.requirement <> 'rating' end))
    then
        return;
    end if;
    select s.* into strict standing from trust.standing as s
     where s.account_id = account_id for no key update;
    if (select bool_and(r.is_met)
          from trust_review._requirements(trust_review._figures(account_id), standing.tier + 1) as r)
    then
        perform trust._move(account_id, standing.tier + 1, 'PROMOTION', task_id);
    end if;
end $$;
