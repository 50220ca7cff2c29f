-- An order to Stripe that was given up goes once more: an intent, an account, evidence.
create or replace function stripe._order_again(kind text, order_id uuid)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if kind = 'intent' then
        update stripe.intent as i
           set due_at = core.now(), attempts = 0
         where i.id = order_id and i.state = 'PREPARING' and i.due_at is null;
    elsif kind = 'connected_account' then
        update stripe.connected_account as c
           set due_at = core.now(), attempts = 0, updated_at = core.now()
         where c.account_id = order_id;
    elsif kind = 'evidence' then
        update stripe.evidence as v
           set due_at = core.now(), attempts = 0, updated_at = core.now()
         where v.id = order_id and v.submitted_at is null;
    end if;
    if found then
        perform core._happened(kind, order_id, 'ordered');
    end if;
    return found;
end $$;
