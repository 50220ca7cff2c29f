-- The same as proof.submit, answered with the task.
create or replace function task.submit_proof(
    task_id      uuid,
    description  core.note,
    photos       proof.photo_input[],
    latitude     core.latitude default null,
    longitude    core.longitude default null
)
    returns task.submission
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    submitted proof.view;
    answer task.submission;
begin
    submitted := proof.submit(task_id, description, photos, latitude, longitude);
    select t.id, t.state, t.proof_submitted_at, submitted.id, submitted.state into answer
      from task.task as t where t.id = submitted.task_id;
    return answer;
end $$;

comment on function task.submit_proof is $$Submit proof of the work: the task waits for the poster's review.
@param photos 1 to 5 photos by storage key
@returns the task, PROOF_SUBMITTED, and the proof, SUBMITTED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source LIF-07$$;

grant execute on function task.submit_proof to hx_member;
