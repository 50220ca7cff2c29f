-- Answer a question of a draft; an answer may be given anew until it is posted. Locks the draft.
create or replace function task.answer_question(
    draft_id  uuid,
    question  task.question_code,
    answer    task.answer_text
)
    returns task.draft_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    draft task.draft := task._lock_draft(draft_id, poster.id);
    asked task.question;
    said text;
begin
    if draft.state = 'POSTED' then
        perform core.fail('HX701', 'draft_id');
    elsif draft.state = 'ABANDONED' then
        perform core.fail('HXA03', 'draft_id', 'That draft is abandoned; resume it first.');
    end if;
    select q.* into asked from task.question as q
     where q.code = question
       and q.code in (select d.code from task._draft_questions(draft) as d);
    if not found then
        perform core.fail('HX703', 'question');
    end if;
    said := task._check_answer(asked, answer);
    if asked.field = 'address' then
        update task.draft as d set address = said where d.id = draft.id;
    else
        insert into task.draft_answer (draft_id, question, answer) values (draft.id, asked.code, said)
        on conflict on constraint draft_answer_pkey do update
            set answer = excluded.answer, answered_at = core.now();
        update task.draft as d
           set deadline_at = coalesce(d.deadline_at,
                case when asked.kind = 'time_window' then split_part(said, '/', 2)::timestamptz end)
         where d.id = draft.id;
    end if;
    perform task._settle_draft(draft.id);
    return task._draft_view(draft.id);
end $$;

comment on function task.answer_question is $$Answer a question of a draft. Text says something definite; a choice is one of its options; a number is above
zero; an address is whole; a time window is two times ahead (2026-12-01T10:00:00Z/2026-12-01T12:00:00Z).
@param question a code of the draft's questions
@param answer 1 to 500 characters
@returns the draft, what is missing and what is asked next
@errors HX501 HX503 HX504 HX602 HX701 HX703 HXA01 HXA02 HXA03
@source LIF-01
@wire taskCompletion.answerQuestion$$;

grant execute on function task.answer_question to hx_member;
