-- Go on with a draft that was abandoned; it moves again as far as what it says allows. Locks the draft.
create or replace function task.resume_draft(draft_id uuid)
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
    elsif draft.state = 'ABANDONED' then
        if exists (select from task.draft as d
                    where d.poster_id = poster.id and d.state in ('DRAFT', 'CLARIFYING', 'READY'))
        then
            perform core.fail('HXA03', null, 'There is another draft.', 'Go on with it, or abandon it.');
        end if;
        update task.draft as d set state = 'DRAFT' where d.id = draft.id;
        perform task._settle_draft(draft.id);
    end if;
    return task._draft_view(draft.id);
end $$;

comment on function task.resume_draft is $$Go on with a draft that was abandoned, where no other is under way. A repeat answers what is there.
@returns the draft
@errors HX501 HX503 HX504 HX602 HX701 HXA02 HXA03
@source LIF-01$$;

grant execute on function task.resume_draft to hx_member;
