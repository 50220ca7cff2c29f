-- The draft machine's generic triggers, and its clock: every edit sets it anew.
create or replace function task.on_draft()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    new.due_at := case
        when new.state in ('DRAFT', 'CLARIFYING') then core.now() + coalesce((
            select s.value::interval from core.setting as s where s.name = 'draft_lifetime'), '24 hours')
        when new.state = 'READY' then core.now() + coalesce((
            select s.value::interval from core.setting as s where s.name = 'draft_ready_lifetime'), '1 hour')
        when new.state = 'ABANDONED' and old.state = 'ABANDONED' then new.due_at
        when new.state = 'ABANDONED' then core.now() + coalesce((
            select s.value::interval from core.setting as s where s.name = 'draft_kept'), '30 days')
        end;
    return new;
end $$;

create or replace trigger draft_due_set before insert or update on task.draft
    for each row execute function task.on_draft();
create or replace trigger draft_poster_kept before update on task.draft
    for each row when (old.poster_id <> new.poster_id or old.created_at <> new.created_at)
    execute function core._refuse('HXA11', '', 'A draft stays with its poster.');
create or replace trigger zz_guard before insert or update or delete on task.draft
    for each row execute function core._guard('draft');
create or replace trigger zz_record after insert or update on task.draft
    for each row execute function core._record('draft');
create or replace trigger zz_truncate before truncate on task.draft
    for each statement execute function core._refuse_change();
