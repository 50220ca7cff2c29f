-- What the migration's new rules find in the rows that were there before it.

alter table audit.finding validate constraint finding_amount_has_currency;
alter table audit.finding validate constraint finding_closed_by_fkey;
alter table audit.finding validate constraint finding_closed_by_somebody;
alter table audit.finding validate constraint finding_closed_by_state;
alter table audit.finding validate constraint finding_closed_with_note;
alter table audit.finding validate constraint finding_owner_fkey;
alter table settlement.settlement validate constraint settlement_payee_unless_orphan;
alter table ledger.journal validate constraint journal_kind_known;
