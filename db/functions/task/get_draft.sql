-- The caller's draft: that one, or the one he is at.
create or replace function task.get_draft(draft_id uuid default null)
    returns task.draft_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    wanted uuid := (select d.id from task.draft as d
                     where d.poster_id = viewer
                       and (d.id = draft_id
                            or (draft_id is null and d.state in ('DRAFT', 'CLARIFYING', 'READY'))));
begin
    if wanted is null then
        perform core.fail('HXA02', 'draft_id');
    end if;
    return task._draft_view(wanted);
end $$;

comment on function task.get_draft is $$A draft of the caller: what it says, what is missing, how complete and clear it is, what is asked next.
@param draft_id the one under way unless told
@returns the draft
@errors HX501 HX504 HXA02
@source LIF-01$$;

grant execute on function task.get_draft to hx_member;
