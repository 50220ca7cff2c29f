-- Order that Stripe is asked for an object; one that waits is enough.
create or replace function stripe._inquire(object text, object_id text, returns_payment boolean default false)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    inquiry_id uuid := core.new_id();
begin
    update stripe.inquiry as q
       set due_at = least(q.due_at, core.now()), returns_payment = q.returns_payment or returns_payment,
           updated_at = core.now()
     where q.object_id = object_id and q.due_at is not null;
    if not found then
        insert into stripe.inquiry (id, object, object_id, returns_payment)
        values (inquiry_id, object, object_id, returns_payment);
        perform core._happened('inquiry', inquiry_id, 'ordered');
    end if;
end $$;
