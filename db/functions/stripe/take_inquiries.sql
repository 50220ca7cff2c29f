-- Hand objects that Stripe is to be asked for to a worker under a lease.
create or replace function stripe.take_inquiries(worker text, batch integer default 20)
    returns setof stripe.inquiry_job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    allowed integer;
begin
    perform core._enter(null, null, 'inquiries-' || core.new_id(), false);
    if not exists (select from stripe.inquiry as q where q.due_at <= core.now()
                      and (q.lease_ends_at is null or q.lease_ends_at <= clock_timestamp()))
    then
        return;
    end if;
    allowed := core._circuit_allows('stripe', batch);
    return query
        with due as materialized (
            select q.id from stripe.inquiry as q
             where q.due_at <= core.now()
               and (q.lease_ends_at is null or q.lease_ends_at <= clock_timestamp())
             order by q.due_at
             limit allowed for no key update skip locked
        )
        update stripe.inquiry as q
           set fence = q.fence + 1, attempts = q.attempts + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + interval '1 minute', updated_at = core.now()
          from due
         where q.id = due.id
        returning q.id, q.fence, q.object, q.object_id;
end $$;

comment on function stripe.take_inquiries is $$Hand objects that Stripe is to be asked for to a worker under a lease.
@param worker the worker's name
@param batch how many at most
@returns which objects, with the fence that its report must bear
@errors none
@source STL-07$$;

grant execute on function stripe.take_inquiries to hx_job;
