-- The clock of settlements: wakes transfers whose payee's account was opened while they were born.
create or replace function settlement.process_due()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
begin
    perform core._enter(null, null, 'clock-' || core.new_id(), false);
    return settlement._wake();
end $$;

comment on function settlement.process_due is $$Let transfers go whose payee can be paid now; runs every minute, beside what account.updated does.
@returns how many were woken
@errors none
@source P16$$;

grant execute on function settlement.process_due to hx_job;
