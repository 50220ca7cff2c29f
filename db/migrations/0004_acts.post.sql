-- What the migration's new rules find in the rows that were there before it.

alter table admin.action validate constraint action_amount_in_its_currency;
alter table admin.action validate constraint action_approval_fkey;
alter table core.setting validate constraint setting_settlement_lease;
alter table core.setting validate constraint setting_two_person_cents;
alter table trust.strike validate constraint strike_reason_known;
