-- What the poster answered about his work: all of it for its parties, else what says nothing of where and who.
create or replace function task.get_answers(task_id uuid)
    returns setof task.answer_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    work task.detail := task.get_by_id(task_id);
begin
    return query
    select q.code, q.prompt::text, a.answer::text
      from task.draft as d
      join task.draft_answer as a on a.draft_id = d.id
      join task.question as q on q.code = a.question
     where d.task_id = work.id and q.purpose <> 'risk'
       and (not q.is_private or viewer in ((work.poster).id, (work.worker).id))
     order by q.place, q.code;
end $$;

comment on function task.get_answers is $$What the poster answered about work that was posted from a draft. Addresses, contacts and ways in are for its
parties alone.
@returns the answers in the order of their questions; none where there was no draft
@errors HX501 HX504 HXA02
@source LIF-10 SEC-26$$;

grant execute on function task.get_answers to hx_member;
