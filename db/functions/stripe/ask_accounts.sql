-- Order that Stripe is asked what accounts may do whose onboarding is under way and of which nothing was
-- heard for ten minutes: events of connected accounts may be lost as well.
create or replace function stripe.ask_accounts()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    asked integer;
begin
    perform core._enter(null, null, 'clock-' || core.new_id(), false);
    update stripe.connected_account as c
       set due_at = core.now(), updated_at = core.now()
     where c.due_at is null and c.provider_account_id is not null
       and not (c.transfers_enabled and c.payouts_enabled)
       and c.updated_at < core.now() - interval '10 minutes'
       and c.created_at > core.now() - interval '30 days';
    get diagnostics asked = row_count;
    return asked;
end $$;

comment on function stripe.ask_accounts is $$Ask Stripe again for accounts whose onboarding is under way.
@returns how many are asked for
@errors none
@source STR-02 STR-10$$;

grant execute on function stripe.ask_accounts to hx_job;
