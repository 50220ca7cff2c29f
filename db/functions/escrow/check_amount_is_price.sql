-- HX003: an escrow is born with the price and currency of its task.
create or replace function escrow.check_amount_is_price()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from task.task as t
                    where t.id = new.task_id and t.price_cents = new.amount_cents
                      and t.currency = new.currency)
    then
        perform core.fail('HX003', 'amount_cents');
    end if;
    return new;
end $$;

create or replace trigger escrow_amount_is_price before insert on escrow.escrow
    for each row execute function escrow.check_amount_is_price();
