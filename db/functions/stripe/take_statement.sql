-- Hand the next page of Stripe's statement to a worker under a lease: of the reading that is under way, or
-- of a new one from where the last one began, less what Stripe may list late. It lists the newest first, so
-- a reading that broke off goes on behind the last page that was stored.
create or replace function stripe.take_statement(worker text, begins boolean default true)
    returns setof stripe.statement_job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known stripe.statement;
begin
    perform core._enter(null, null, 'statement-' || core.new_id(), false);
    insert into stripe.statement (name) values ('platform')
    on conflict on constraint statement_pkey do nothing;
    select s.* into known from stripe.statement as s
     where s.name = 'platform' for no key update skip locked;
    if not found or known.lease_ends_at > clock_timestamp() or (known.window_at is null and not begins)
       or core._circuit_allows('stripe', 1) = 0
    then
        return;
    end if;
    return query
        update stripe.statement as s
           set window_at = coalesce(s.window_at, clock_timestamp()),
               window_known_at = coalesce(s.window_known_at, core.now()),
               fence = s.fence + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + interval '1 minute', updated_at = core.now()
         where s.name = known.name
        returning s.fence, coalesce(floor(extract(epoch from s.since_at - interval '5 minutes'))::bigint, 0),
            s.page_after, 100;
end $$;

comment on function stripe.take_statement is $$Hand the next page of Stripe's balance transactions to a worker under a lease.
@param worker the worker's name
@param begins whether a new reading begins where none is under way
@returns from when on and behind which one to list; none where another worker reads, or Stripe is out
@errors none
@source STL-07 REC-004$$;

grant execute on function stripe.take_statement to hx_job;
