-- After a completion: one step up where all that the next tier asks for is met. What is cheap to know
-- is asked first: this runs with every completion. Standing is locked before the figures are read.
create or replace function trust_review._promote(account_id uuid, task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    standing trust.standing;
    wanted numeric;
begin
    select c.threshold into wanted
      from trust.standing as s join trust.criterion as c on c.tier = s.tier + 1
     where s.account_id = account_id and c.requirement = 'completed_tasks';
    if wanted is null
       or (select p.completed_tasks from xp.progress as p where p.account_id = account_id) < wanted
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
