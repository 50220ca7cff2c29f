-- Order the payment intent of an escrow; Stripe's worker makes it. One intent an escrow.
create or replace function escrow.create_intent(task_id uuid)
    returns escrow.payment
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    work task.task := task._lock_as('poster', task_id, poster.id);
    held text := escrow._lock_by_task(work.id);
    answer escrow.payment;
begin
    if held = 'PENDING' and work.state = 'OPEN' then
        if core._is_frozen('FUNDING') then
            perform core.fail('HXA08');
        end if;
        perform stripe._order_intent(e.id, e.amount_cents, e.currency)
           from escrow.escrow as e where e.task_id = work.id;
    elsif held in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL') then
        perform core.fail('HXA03', null, 'That task has ended; there is nothing to pay.');
    end if;
    select i.escrow_id, i.id, i.state, i.amount_cents, i.currency, i.client_secret into answer
      from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
     where e.task_id = work.id and i.purpose = 'escrow' and i.state <> 'CANCELLED';
    if not found then
        perform core.fail('HXA03', null, 'That escrow was paid already.');
    end if;
    return answer;
end $$;

comment on function escrow.create_intent is $$Order the payment of a task: PREPARING until Stripe answers, then READY with
the client secret. A repeat under the same key, or another, answers the same intent as it stands.
@idempotency poll
@returns the intent; client_secret null while it is being prepared
@errors HX501 HX503 HX504 HX602 HXA02 HXA03 HXA08
@source ESC-02 ESC-17$$;

grant execute on function escrow.create_intent to hx_member;
