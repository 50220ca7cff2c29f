-- The generic triggers of the machine payout.
create or replace trigger zz_guard before insert or update or delete on stripe.payout
    for each row execute function core._guard('payout');
create or replace trigger zz_record after insert or update on stripe.payout
    for each row execute function core._record('payout');
create or replace trigger zz_truncate before truncate on stripe.payout
    for each statement execute function core._refuse_change();
create or replace trigger payout_terms_immutable before update on stripe.payout
    for each row when (
        (old.provider_payout_id, old.provider_account_id, old.amount_cents, old.currency, old.created_at)
        is distinct from
        (new.provider_payout_id, new.provider_account_id, new.amount_cents, new.currency, new.created_at)
        or (old.account_id is not null and old.account_id is distinct from new.account_id))
    execute function core._refuse('HXA11', '', 'What Stripe told of a payout never changes.');
