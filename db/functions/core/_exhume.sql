-- Close the dead letter of an order: it was tried again, or what it told of came about.
create or replace function core._exhume(kind text, order_id uuid, closing text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update core.dead_letter as d
       set closed_at = core.now(), closing = closing
     where d.kind = kind and d.order_id = order_id and d.closed_at is null;
end $$;
