-- Rate limits and lifetimes of keys: inserted once, then the operators' own. @source RLM-01 RLM-08
insert into core.rate_limit (operation, scope, allowed, period) values
    ('account.register', 'address', 5, interval '1 hour'),
    ('account.register', 'account', 10, interval '1 day'),
    ('escrow.create_intent', 'account', 60, interval '1 minute'),
    ('task.submit_proof', 'account', 60, interval '1 minute'),
    ('proof.submit', 'account', 60, interval '1 minute'),
    ('task.search', 'account', 120, interval '1 minute'),
    ('mutation', 'account', 120, interval '1 minute'),
    ('query', 'account', 600, interval '1 minute'),
    ('failed_identity', 'address', 60, interval '1 minute'),
    ('webhook', 'address', 60000, interval '1 minute'),
    ('health', 'address', 6000, interval '1 minute')
on conflict on constraint rate_limit_pkey do nothing;

-- On a development machine everybody calls from one address.
update core.rate_limit as l
   set allowed = 100000
 where l.scope = 'address' and l.operation in ('account.register', 'failed_identity')
   and not core._is_production();

insert into core.setting (name, value, comment) values
    ('strike_lifetime', '90 days', 'How long a strike counts'),
    ('idempotency_kept', '24 hours', 'How long an answer is kept under its key'),
    ('idempotency_kept_money', '30 days', 'The same for procedures that move money'),
    ('onboarding_return_url', 'https://app.hustlexp.example/payouts/done',
     'Where Stripe sends a worker whose onboarding ended'),
    ('onboarding_refresh_url', 'https://app.hustlexp.example/payouts/again',
     'Where Stripe sends a worker whose link was over'),
    ('two_person_cents', '100000', 'Above it an act of staff that moves money needs a second person'),
    ('approval_lifetime', '24 hours', 'How long an approval of a second person may be used'),
    ('credential_renewal', '30 days', 'How long before it expires a credential may be renewed'),
    ('background_provider', 'checkr', 'Who makes background checks'),
    ('reconciliation_grace', '15 minutes',
     'How old a difference between ledger and Stripe must be to be a finding'),
    ('settlement_lease', '5 minutes', 'How long a worker may be at a settlement before another looks it up')
on conflict (name) do nothing;
