-- The questions of a draft that apply as its answers stand, each with its answer, in their order.
create or replace function task._draft_questions(draft task.draft)
    returns setof task.question_view
    language sql stable security definer set search_path = ''
as $$
    select q.code, q.purpose, q.prompt::text, q.kind, q.options, q.is_blocking, q.cluster, q.is_private,
           case q.field when 'address' then draft.address::text else a.answer::text end
      from task._asked_of(draft.category) as q
      left join task.draft_answer as a on (a.draft_id, a.question) = (draft.id, q.code)
     where q.asked_after is null or exists (
            select from task.draft_answer as p
             where p.draft_id = draft.id and p.question = q.asked_after and p.answer = any (q.asked_if))
     order by q.place, q.code
$$;
