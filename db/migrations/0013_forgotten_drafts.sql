-- An abandoned draft is due, too: what it says is forgotten when nobody resumes it. Drafts came with the migration
-- before this one, so there are none to catch up on.

alter table task.draft drop constraint draft_due_while_active;
alter table task.draft add constraint draft_due_by_state check (
case
    when (state = any (array['DRAFT'::text, 'CLARIFYING'::text, 'READY'::text])) then (due_at is not null)
    else ((state = 'ABANDONED'::text) or (due_at is null))
end) not valid;
comment on column task.draft.due_at is 'When it is abandoned unless it is edited or posted, and then when what it says is forgotten';

insert into core.setting (name, value, comment) values
    ('draft_kept', '30 days', 'How long what an abandoned draft says is kept')
on conflict (name) do nothing;
