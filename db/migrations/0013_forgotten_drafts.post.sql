-- What the migration's new rules find in the rows that were there before it.

alter table task.draft validate constraint draft_due_by_state;
