-- A dead letter: an order that needs a person. One open a order; a repeat tells the newest error.
create or replace function core._bury(kind text, order_id uuid, attempts integer, error text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update core.dead_letter as d
       set attempts = attempts, error = error
     where d.kind = kind and d.order_id = order_id and d.closed_at is null;
    if not found then
        insert into core.dead_letter (kind, order_id, attempts, error)
        values (kind, order_id, attempts, error);
    end if;
end $$;
