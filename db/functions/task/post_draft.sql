-- Post what a draft describes, by task.create and all of its checks. Locks the draft, so that two who post
-- at once post once; the place leaves it for task.place.
create or replace function task.post_draft(draft_id uuid)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    draft task.draft := task._lock_draft(draft_id, poster.id);
    missing text[];
    work task.summary;
begin
    if draft.state = 'POSTED' then
        return task._summary(draft.task_id);
    elsif draft.state = 'ABANDONED' then
        perform core.fail('HXA03', 'draft_id', 'That draft is abandoned; resume it first.');
    end if;
    missing := task._missing(draft);
    if draft.state <> 'READY' or missing <> '{}' then
        perform core.fail('HX702', 'draft_id', null, array_to_string(missing, ', '));
    end if;
    work := task.create(title => draft.title, description => draft.description,
        category => draft.category, price_cents => draft.price_cents, deadline_at => draft.deadline_at,
        address => draft.address, latitude => draft.latitude, longitude => draft.longitude,
        requirements => draft.requirements, contact => draft.contact,
        requires_proof => draft.requires_proof,
        proof_instructions => coalesce(draft.proof_instructions, (
            select string_agg(a.answer, E'\n' order by a.question desc) from task.draft_answer as a
             where a.draft_id = draft.id
               and a.question in ('universal.completion_proof', 'general.photo_instructions'))),
        risk_answers => array(
            select row(a.question, a.answer)::task.risk_answer
              from task.draft_answer as a join task.question as q on q.code = a.question
             where a.draft_id = draft.id and q.purpose = 'risk' and q.category = draft.category));
    update task.draft as d
       set state = 'POSTED', task_id = work.id, address = null, latitude = null, longitude = null,
           contact = null
     where d.id = draft.id;
    return work;
end $$;

comment on function task.post_draft is $$Post the work that a draft describes, as task.create does and with its checks: what was fine in the draft is
looked at again. A repeat answers the task.
@idempotency required
@returns the task, OPEN
@errors HX204 HX501 HX503 HX504 HX602 HX702 HXA01 HXA02 HXA03
@source LIF-01 A28$$;

grant execute on function task.post_draft to hx_member;
