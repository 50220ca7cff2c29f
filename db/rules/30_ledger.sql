-- Chart of accounts (decisions.md) and the system accounts of the city's currency.
insert into ledger.chart (kind, is_stored, comment) values
    ('stripe', false, 'Money at Stripe: − is what Stripe holds for us'),
    ('escrow', false, 'Held for tasks'),
    ('fee', false, 'Platform fee earned'),
    ('processing_cost', false, 'Stripe''s fees'),
    ('chargeback', false, 'Charged back and not yet borne by anybody: the reserve'),
    ('suspense', false, 'Payments that belong to no open escrow'),
    ('refund_due', false, 'Owed to posters, not yet refunded'),
    ('cash_float', false, 'Cash between people'),
    ('payable', true, 'Owed to a worker'),
    ('debt', true, 'Owed by a person, never positive')
on conflict (kind) do update set is_stored = excluded.is_stored, comment = excluded.comment;

insert into ledger.account (kind, owner_id, currency)
select c.kind, null, 'USD' from ledger.chart as c where not c.is_stored
on conflict on constraint account_one_a_kind do nothing;
