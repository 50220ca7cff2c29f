-- Let due events take their effect, each in a block of its own: one that fails is counted, kept
-- with its error and tried again later, and stops none of the others.
create or replace function stripe.drain(batch integer default 50)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    due uuid;
    taken integer := 0;
    stack text;
begin
    perform core._enter(null, null, 'drain-' || core.new_id(), false);
    for due in
        select e.id from stripe.event as e
         where e.finished_at is null and e.due_at <= core.now()
         order by e.due_at
         limit batch for no key update skip locked
    loop
        taken := taken + 1;
        begin
            perform stripe.process(due);
            set constraints all immediate; -- what would fail only at commit fails here
        exception when others then
            if sqlstate in ('40001', '40P01') then
                raise; -- a lost race: nothing of the batch is done, and all of it is still due
            end if;
            get stacked diagnostics stack = pg_exception_context;
            update stripe.event as e
               set attempts = e.attempts + 1, last_error = sqlstate || ' ' || sqlerrm,
                   due_at = core.now() + least(interval '1 hour',
                       interval '5 seconds' * power(2, least(e.attempts, 20)))
             where e.id = due;
            perform core._failed('order', 'stripe.process', due::text, sqlstate, sqlerrm, stack);
        end;
        set constraints all deferred;
    end loop;
    return taken;
end $$;

comment on function stripe.drain is $$Process due events of Stripe, oldest first, beside other workers.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors HXA02 HXA18 HXA19
@source STR-10 QUE-04 QUE-06 IDM-12$$;

grant execute on function stripe.drain to hx_job;
