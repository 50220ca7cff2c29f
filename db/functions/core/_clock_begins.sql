-- A clock's transaction begins: by the domain's clock, under nobody's name. Failures of rows that
-- are not due any more, because somebody else moved them, are gone with it.
create or replace function core._clock_begins(machine text, failed_and_due uuid[])
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform core._enter(null, null, 'clock-' || core.new_id(), false);
    delete from core.clock_failure as f
     where (f.machine, f.row_id) in (
           select k.machine, k.row_id from core.clock_failure as k
            where k.machine = machine and k.row_id <> all (failed_and_due)
              for no key update skip locked);
end $$;
