-- Chart of accounts (decisions.md), what each journal may do to them, and the system accounts of
-- the city's currency.
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

create temporary table law_posting (like ledger.posting);
insert into law_posting (journal_kind, account_kind, sign) values
    ('fund', 'stripe', -1), ('fund', 'escrow', 1),
    ('release', 'escrow', -1), ('release', 'payable', 1), ('release', 'fee', 1),
    ('refund', 'escrow', -1), ('refund', 'refund_due', 1),
    ('partial', 'escrow', -1), ('partial', 'payable', 1), ('partial', 'fee', 1),
    ('partial', 'refund_due', 1), ('refund', 'chargeback', 1), ('partial', 'chargeback', 1),
    ('refund', 'suspense', 1), ('partial', 'suspense', 1),
    ('transfer', 'payable', -1), ('transfer', 'stripe', 1),
    ('refund_settled', 'refund_due', -1), ('refund_settled', 'stripe', 1),
    ('transfer_reversed', 'stripe', -1), ('transfer_reversed', 'payable', 1),
    ('refund_reversed', 'stripe', -1), ('refund_reversed', 'refund_due', 1),
    ('debt_paid', 'stripe', -1), ('debt_paid', 'debt', 1),
    ('payment_suspended', 'stripe', -1), ('payment_suspended', 'suspense', 1),
    ('suspense_returned', 'suspense', -1), ('suspense_returned', 'refund_due', 1),
    ('chargeback', 'chargeback', -1), ('chargeback', 'stripe', 1),
    ('chargeback_reversed', 'stripe', -1), ('chargeback_reversed', 'chargeback', 1),
    ('chargeback_debt', 'debt', -1), ('chargeback_debt', 'chargeback', 1),
    ('refund_charged_back', 'refund_due', -1), ('refund_charged_back', 'chargeback', 1),
    ('chargeback_reassigned', 'payable', -1), ('chargeback_reassigned', 'debt', -1),
    ('chargeback_reassigned', 'debt', 1),
    ('refund_outside', 'suspense', -1), ('refund_outside', 'stripe', 1),
    ('refund_returned', 'refund_due', -1), ('refund_returned', 'suspense', 1),
    ('refund_outside_debt', 'debt', -1), ('refund_outside_debt', 'suspense', 1),
    ('processing_fee', 'processing_cost', -1), ('processing_fee', 'stripe', 1),
    ('processing_fee', 'processing_cost', 1), ('processing_fee', 'stripe', -1),
    ('debt_written_off', 'debt', 1), ('debt_written_off', 'chargeback', -1);
-- An adjustment touches anything but the money of an escrow.
insert into law_posting (journal_kind, account_kind, sign)
select 'adjustment', c.kind, s.sign
  from ledger.chart as c cross join (values (-1), (1)) as s (sign) where c.kind <> 'escrow';
insert into ledger.posting select l.* from law_posting as l
on conflict on constraint posting_pkey do nothing;
delete from ledger.posting as p
 where not exists (select from law_posting as l
                    where (l.journal_kind, l.account_kind, l.sign)
                        = (p.journal_kind, p.account_kind, p.sign));
drop table law_posting;

insert into ledger.account (kind, owner_id, currency)
select c.kind, null, 'USD' from ledger.chart as c where not c.is_stored
on conflict on constraint account_one_a_kind do nothing;
