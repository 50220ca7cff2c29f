-- The clock of credentials: tells that one will expire, and expires it. Locks the person first.
create or replace function verification.process_due(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('credential', array(
        select k.id from core.clock_failure as f
          join verification.credential as k on k.id = f.row_id
         where f.machine = 'credential' and k.due_at <= core.now()));
    select coalesce(array_agg(d.id order by d.due_at, d.id), '{}') into taken
      from (select k.id, k.due_at
              from verification.credential as k join account.user as u on u.id = k.account_id
             where k.due_at <= core.now()
               and not exists (select from core.clock_failure as f
                                where f.machine = 'credential' and f.row_id = k.id
                                  and f.due_at > core.now())
             order by k.due_at
             limit batch for no key update of u skip locked) as d;
    return core._clock_moves('credential', taken, 'verification._on_time'::regproc);
end $$;

comment on function verification.process_due is $$Do what the clock of credentials has due, oldest first, beside other workers: 14, 7 and 1
days before one expires a reminder is ordered, and when its time has come it is EXPIRED.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors none
@source ELI-09 QUE-04 QUE-06$$;

grant execute on function verification.process_due to hx_job;
