-- The books' own invariants that a full run checks beside Stripe's statement: debits equal credits, stored
-- balances their entries, each work its payment, each payment and each end its journal.
create or replace function audit._books_checked()
    returns setof text
    language sql immutable
as $$
    select unnest(array['journals_balance', 'balances_follow_entries', 'escrows_agree_with_ledger',
        'work_is_funded', 'fundings_are_posted', 'settlements_are_posted', 'refunds_are_due'])
$$;
