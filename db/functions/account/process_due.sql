-- The clock of accounts: a suspension that was for a time ends.
create or replace function account.process_due(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('account', array(
        select u.id from core.clock_failure as f join account.user as u on u.id = f.row_id
         where f.machine = 'account' and u.state = 'SUSPENDED'
           and u.suspension_ends_at <= core.now()));
    select coalesce(array_agg(d.id order by d.suspension_ends_at, d.id), '{}') into taken
      from (select u.id, u.suspension_ends_at from account.user as u
             where u.state = 'SUSPENDED' and u.suspension_ends_at <= core.now()
               and not exists (select from core.clock_failure as f
                                where f.machine = 'account' and f.row_id = u.id
                                  and f.due_at > core.now())
             order by u.suspension_ends_at
             limit batch for no key update of u skip locked) as d;
    return core._clock_moves('account', taken, 'account._on_time'::regproc);
end $$;

comment on function account.process_due is $$End the suspensions whose time has passed, oldest
first, beside other workers.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors none
@source QUE-04 QUE-06$$;

grant execute on function account.process_due to hx_job;
