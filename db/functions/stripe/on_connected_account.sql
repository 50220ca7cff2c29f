-- Whose account at Stripe it is never changes, nor its id once it has one; it is never deleted.
create or replace trigger connected_account_identity before update on stripe.connected_account
    for each row when (
        (old.account_id, old.created_at) is distinct from (new.account_id, new.created_at)
        or (old.provider_account_id is not null
            and old.provider_account_id is distinct from new.provider_account_id)
        or new.fence < old.fence)
    execute function core._refuse('HXA11', '', 'A payout account stays whose it is.');
create or replace trigger never_deleted before delete on stripe.connected_account
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.connected_account
    for each statement execute function core._refuse_change();
