-- What the migration's new rules find in the rows that were there before it.

alter table verification.credential validate constraint credential_due_by_state;
alter table verification.credential validate constraint credential_reviewed_by_somebody;
