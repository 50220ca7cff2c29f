-- Post money that Stripe withdrew or gave back for a chargeback, once each.
create or replace function stripe._post_chargeback(
    contested  stripe.chargeback,
    kind       text,
    cents      bigint
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    is_withdrawal boolean := kind = 'chargeback';
    signed bigint := case when is_withdrawal then -cents else cents end;
    journal uuid := ledger._post(kind, contested.id, contested.escrow_id, contested.currency, array[
        row('chargeback', null, signed)::ledger.leg, row('stripe', null, -signed)::ledger.leg]);
begin
    if is_withdrawal then
        update stripe.chargeback as c
           set withdrawn_cents = cents, withdrawn_journal_id = journal
         where c.id = contested.id;
    else
        update stripe.chargeback as c
           set reinstated_cents = cents, reinstated_journal_id = journal
         where c.id = contested.id;
    end if;
end $$;
