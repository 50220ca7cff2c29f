-- The clock of settlements: wakes transfers whose payee's account was opened while they were born, and lets
-- lost payments be borne that waited for a refund's fate. Locks each escrow from the top.
create or replace function settlement.process_due()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    moved integer;
    waiting uuid;
    stack text;
begin
    perform core._enter(null, null, 'clock-' || core.new_id(), false);
    moved := settlement._wake(array(
        select c.account_id from stripe.connected_account as c
         where settlement._can_be_paid(c.account_id) and exists (
               select from settlement.settlement as s
                where s.payee_id = c.account_id and s.due_at = 'infinity' and s.finished_at is null)));
    for waiting in
        select b.escrow_id from stripe._unborne_losses() as b (escrow_id)
    loop
        begin
            perform escrow._lock_whole(waiting);
            perform stripe._bear_losses(waiting);
            set constraints all immediate; -- what would fail only at commit fails here
            moved := moved + 1;
        exception when others then
            if sqlstate in ('40001', '40P01') then
                raise;
            end if;
            get stacked diagnostics stack = pg_exception_context;
            perform core._failed('order', 'settlement.process_due', waiting::text, sqlstate, sqlerrm, stack);
        end;
        set constraints all deferred;
    end loop;
    return moved;
end $$;

comment on function settlement.process_due is $$Let transfers go whose payee can be paid now, and losses be borne whose refund has its fate now; runs
every minute, beside what Stripe's events do.
@returns how many were moved
@errors none
@source P16 D28$$;

grant execute on function settlement.process_due to hx_job;
