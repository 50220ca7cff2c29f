-- Leave a draft; it may be resumed. Locks the draft.
create or replace function task.abandon_draft(draft_id uuid)
    returns task.draft_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    draft task.draft := task._lock_draft(draft_id, poster.id);
begin
    if draft.state = 'POSTED' then
        perform core.fail('HX701', 'draft_id');
    elsif draft.state <> 'ABANDONED' then
        update task.draft as d set state = 'ABANDONED' where d.id = draft.id;
    end if;
    return task._draft_view(draft.id);
end $$;

comment on function task.abandon_draft is $$Leave a draft; it may be resumed. A repeat answers what is there.
@returns the draft, ABANDONED
@errors HX501 HX503 HX504 HX602 HX701 HXA02
@source LIF-01$$;

grant execute on function task.abandon_draft to hx_member;
