-- Submit evidence: proof PENDING with its photos, then SUBMITTED, in one transaction.
create or replace function proof.submit(
    task_id      uuid,
    description  core.note,
    photos       proof.photo_input[],
    latitude     core.latitude default null,
    longitude    core.longitude default null
)
    returns proof.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
    work task.task := task._lock_as('worker', task_id, worker.id);
    proof_id uuid := core.new_id();
    earlier integer;
begin
    if work.state = 'DISPUTED'
       and exists (select from proof.proof as p where p.task_id = work.id)
    then
        perform core.fail('HXA03', null, 'The dispute has a proof already.', 'Add evidence to it.');
    elsif work.state not in ('ACCEPTED', 'DISPUTED') then
        perform core.fail('HXA03', null, 'Only accepted work can be proved.');
    end if;
    if description is null then
        perform core.fail('HXA01', 'description', 'A description is required.');
    end if;
    if coalesce(cardinality(photos), 0) not between 1 and 5 then
        perform core.fail('HXA01', 'photos', 'A proof has 1 to 5 photos.');
    end if;
    if (latitude is null) <> (longitude is null) then
        perform core.fail('HXA01', 'latitude', 'A position needs latitude and longitude.');
    end if;
    if latitude is not null and not exists (
        select from city.city as c
         where c.id = work.city_id and city._covers(c.boundary, latitude, longitude))
    then
        perform core.fail('HXA01', 'latitude', 'The position lies outside the task''s city.');
    end if;
    select count(*) into earlier from proof.proof as p where p.task_id = work.id;
    if earlier >= 3 then
        perform core.fail('HXA03', null, 'A proof can be submitted three times.',
            'Open a dispute instead.');
    end if;

    -- Twins of one picture or key wait for each other here, in one order: the constraints would let
    -- them deadlock, and name the rows of another's task.
    perform pg_advisory_xact_lock(f.lock)
       from (select hashtextextended('photo:' || k.sha256, 0) as lock from unnest(photos) as k
              union
             select hashtextextended('key:' || k.storage_key, 0) from unnest(photos) as k
              order by lock) as f;
    -- One by one, by the index: a join would read all photos that there are.
    if exists (select from unnest(photos) as k
                cross join lateral (select from proof.photo as f
                                     where f.sha256 = k.sha256 and f.task_id <> work.id
                                     limit 1) as used)
    then
        perform core.fail('HXA01', 'photos', 'A photo was used for another task already.');
    end if;

    insert into proof.proof
        (id, task_id, assignment_id, submitter_id, attempt, description, latitude, longitude)
    select proof_id, work.id, a.id, worker.id, earlier + 1, description, latitude, longitude
      from task.assignment as a
     where a.task_id = work.id and a.ended_at is null;
    insert into proof.photo
        (proof_id, task_id, sequence, storage_key, content_type, size_bytes, sha256)
    select proof_id, work.id, f.ordinality, f.storage_key, f.content_type, f.size_bytes, f.sha256
      from unnest(photos) with ordinality as f (storage_key, content_type, size_bytes, sha256, ordinality);
    update proof.proof as p
       set state = 'SUBMITTED', submitted_at = core.now(),
           review_due_at = core.now() + work.review_period
     where p.id = proof_id;
    return proof._view(proof_id);
end $$;

comment on function proof.submit is $$Submit proof of accepted work; the task waits for the poster's review.
@param photos 1 to 5 photos: storage_key, content_type, size_bytes, sha256
@param latitude degrees, inside the task's city; with longitude or neither
@returns the proof, SUBMITTED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source PRF-02 PRF-03 PRF-09 PRF-11 CIT-05$$;

grant execute on function proof.submit to hx_member;
