-- What the reconciliation looks for (decisions.md, failures.md S-L9 S-L11), and what is safe to do about each.
create temporary table law_finding_kind (like audit.finding_kind);
insert into law_finding_kind (kind, comment, is_reconciled, remedy) values
    ('missing_in_ledger', 'Stripe moved money that the ledger does not know', true,
     'Stripe is asked for the object, which takes effect as its event would have; a payment that is nobody''s goes back to its card'),
    ('missing_at_stripe', 'The ledger knows of money that Stripe''s statement does not show', true, null),
    ('amount_differs', 'Ledger and Stripe tell of different amounts', true,
     'Stripe is asked for the object, whose later facts take effect as their events would have'),
    ('currency_differs', 'Ledger and Stripe tell of different currencies', true, null),
    ('duplicate_at_stripe', 'Stripe moved the money of one settlement twice', true, null),
    ('state_differs', 'Stripe made what the settlement does not know to be made', true,
     'The settlement is settled by what Stripe made'),
    ('fee_not_posted', 'A fee of Stripe is not in the ledger', true, 'It is posted'),
    ('total_differs', 'What Stripe holds is not the sum of its statement', true,
     'The statement is read anew from its beginning'),
    ('release_postings_differ', 'The end of an escrow is not posted or ordered as it gave to each', true, null),
    ('stale_settlement', 'A movement of money does not go on', true,
     'It is looked up at Stripe if it was sent, and taken if it was not'),
    ('stale_chargeback', 'A chargeback was opened long ago and nobody told how it ended', true,
     'Stripe is asked for the dispute, whose later facts take effect as their events would have'),
    ('invariant_broken', 'An invariant of the books does not hold', true, null);
insert into audit.finding_kind as k select l.* from law_finding_kind as l
on conflict on constraint finding_kind_pkey do update
    set comment = excluded.comment, is_reconciled = excluded.is_reconciled, remedy = excluded.remedy;
delete from audit.finding_kind as k
 where not exists (select from law_finding_kind as l where l.kind = k.kind);
drop table law_finding_kind;
