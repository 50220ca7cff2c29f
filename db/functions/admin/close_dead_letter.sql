-- A person decided about an order that nothing tries any more: nothing more is to be done, or it goes once
-- more. A movement of money is tried again by settlement.retry alone, which looks it up first. Locks the
-- order, then the letter.
create or replace function admin.close_dead_letter(
    dead_letter_id  uuid,
    reason          core.reason,
    try_again       boolean default false
)
    returns admin.dead_letter_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    letter core.dead_letter;
begin
    perform account._acting();
    select d.* into letter from core.dead_letter as d where d.id = dead_letter_id;
    -- The order before its letter, as those who report lock them.
    perform from settlement.settlement as s where s.id = letter.order_id for no key update;
    perform from stripe.intent as i where i.id = letter.order_id for no key update;
    perform from stripe.connected_account as c where c.account_id = letter.order_id for no key update;
    perform from stripe.evidence as v where v.id = letter.order_id for no key update;
    select d.* into letter from core.dead_letter as d where d.id = dead_letter_id for no key update;
    if not found then
        perform core.fail('HXA02', 'dead_letter_id');
    elsif letter.closed_at is not null then
        return admin._dead_letter_view(letter.id);
    elsif letter.kind = 'settlement' and (try_again or exists (
        select from settlement.settlement as s
         where s.id = letter.order_id and s.finished_at is null))
    then
        perform core.fail('HXA03', 'dead_letter_id', 'That movement of money is not at its end.',
            'settlement.retry looks it up and goes on; settlement.refuse gives up what was not sent.');
    end if;
    perform admin._act('admin.close_dead_letter', letter.kind, letter.order_id, '{}', reason,
        jsonb_build_object('dead_letter_id', letter.id, 'try_again', try_again));
    if try_again and not stripe._order_again(letter.kind, letter.order_id) then
        perform core.fail('HXA03', 'try_again', 'That order is not waiting; there is nothing to try again.');
    end if;
    perform core._exhume(letter.kind, letter.order_id, reason);
    return admin._dead_letter_view(letter.id);
end $$;

comment on function admin.close_dead_letter is $$Close a dead letter after somebody looked at it: nothing more is to be done, or the order to Stripe (an
intent, an account, evidence) goes once more. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@param try_again whether the order goes once more; a movement of money only by settlement.retry
@idempotency money
@returns the dead letter, closed
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source QUE-12 W20$$;

grant execute on function admin.close_dead_letter to hx_admin;
