-- A draft that is locked moves as far as what it says allows: described, clarified, or asked again.
create or replace function task._settle_draft(draft_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    draft task.draft;
    missing text[];
begin
    select d.* into strict draft from task.draft as d where d.id = draft_id;
    missing := task._missing(draft);
    if draft.state = 'DRAFT' and not missing && array['description', 'category'] then
        update task.draft as d set state = 'CLARIFYING' where d.id = draft.id
        returning d.* into draft;
    end if;
    if draft.state = 'CLARIFYING' and missing = '{}' then
        update task.draft as d set state = 'READY' where d.id = draft.id;
    elsif draft.state = 'READY' and missing <> '{}' then
        update task.draft as d set state = 'CLARIFYING' where d.id = draft.id;
    end if;
end $$;
