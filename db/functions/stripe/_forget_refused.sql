-- An intent that Stripe refused to make, a minute ago or longer, is CANCELLED: it bars no other (S-Q6).
create or replace function stripe._forget_refused(intent_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update stripe.intent as i
       set state = 'CANCELLED'
     where i.id = intent_id and i.state = 'PREPARING' and i.due_at is null and i.last_error is not null
       and i.updated_at <= core.now() - interval '1 minute';
    if found then
        perform core._exhume('intent', intent_id, 'replaced');
    end if;
end $$;
