-- A draft as its poster sees it.
create or replace function task._draft_view(draft_id uuid)
    returns task.draft_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    draft task.draft;
    questions task.question_view[];
    next_question task.question_view;
    completeness numeric;
begin
    select d.* into strict draft from task.draft as d where d.id = draft_id;
    questions := array(select q from task._draft_questions(draft) as q);
    if draft.state in ('DRAFT', 'CLARIFYING') then
        select u.code, u.purpose, u.prompt, u.kind, u.options, u.is_blocking, u.cluster, u.is_private, u.answer
          into next_question
          from unnest(questions) with ordinality as u (code, purpose, prompt, kind, options, is_blocking,
               cluster, is_private, answer, n)
         where u.answer is null
         order by not u.is_blocking, u.n limit 1;
    end if;
    completeness := case when draft.category is null then 0 else task._completeness(draft) end;
    return row(draft.id, draft.state, draft.title, draft.description, draft.category, draft.price_cents,
        draft.currency, draft.deadline_at, draft.address, draft.latitude, draft.longitude, draft.contact,
        draft.requirements, draft.requires_proof, draft.proof_instructions,
        case when draft.state = 'POSTED' then '{}' else task._missing(draft) end, completeness,
        1 + floor(4 * completeness)::integer,
        case when next_question.code is not null then next_question end, questions, draft.task_id, draft.due_at,
        draft.created_at, draft.updated_at)::task.draft_view;
end $$;
