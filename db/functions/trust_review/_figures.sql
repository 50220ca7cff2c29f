-- What a person's work says: completed tasks of different posters, accepted among reviewed proofs,
-- disputes among completed tasks; ratings do not exist yet. @source TRU-01
create or replace function trust_review._figures(account_id uuid)
    returns trust.figures
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer trust.figures;
    completed bigint;
begin
    select count(distinct t.poster_id), count(*) into answer.completed_tasks, completed
      from task.task as t where t.worker_id = account_id and t.state = 'COMPLETED';
    answer.identity_verified := (select (u.identity_verified_at is not null)::integer
                                   from account.user as u where u.id = account_id);
    answer.approval_rate := (select avg((p.state = 'ACCEPTED')::integer) from proof.proof as p
                              where p.submitter_id = account_id and p.reviewed_at is not null);
    answer.dispute_rate := (select count(*) from dispute.dispute as d where d.worker_id = account_id)
        / nullif(completed, 0)::numeric;
    return answer;
end $$;
