-- A clock does its step with each row that it took and locked, in a block of its own and the rules
-- that wait for the commit with it: a row that fails is kept in core.clock_failure and stops none
-- of the others. The one place where a clock needs dynamic SQL.
create or replace function core._clock_moves(machine text, taken uuid[], step regproc)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    due uuid;
    stack text;
begin
    foreach due in array taken loop
        begin
            perform core._because(null);
            execute format('select %s($1)', step) using due;
            set constraints all immediate;
            delete from core.clock_failure as f where f.machine = machine and f.row_id = due;
        exception when others then
            if sqlstate in ('40001', '40P01') then
                raise; -- a lost race: nothing of the batch is done, and all of it is still due
            end if;
            get stacked diagnostics stack = pg_exception_context;
            perform core._clock_failed(machine, due, sqlstate, sqlerrm, stack);
        end;
        set constraints all deferred;
    end loop;
    perform core._because(null);
    return cardinality(taken);
end $$;
