-- What a brief of a category is asked.
create or replace function task.get_questions(category task.category_code)
    returns setof task.question_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if not exists (select from task.category as c where c.code = category) then
        perform core.fail('HXA02', 'category', 'There is no such category.');
    end if;
    return query
    select q.code, q.purpose, q.prompt::text, q.kind, q.options, q.is_blocking, q.cluster, q.is_private,
           null::text
      from task._asked_of(category) as q
     order by q.place, q.code;
end $$;

comment on function task.get_questions is $$What a brief of a category is asked: its own questions, or the general ones where it has none, the universal
ones, and the risk questions, whose answers task.create takes as risk_answers.
@param category a code of task.category
@returns questions in their order; some are asked only after certain answers
@errors HXA02
@source LIF-01$$;

grant execute on function task.get_questions to hx_member;
