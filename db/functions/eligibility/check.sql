-- Whether an account may take a task: eligibility._open_tasks asked for one of them.
create or replace function eligibility.check(account_id uuid, task_id uuid)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return exists (select from eligibility._open_tasks(account_id) as o (id) where o.id = task_id);
end $$;

comment on function eligibility.check is $$Whether an account may take a task, its state and funding aside.
@returns true or false
@errors none
@source LIF-24$$;

grant execute on function eligibility.check to hx_support;
