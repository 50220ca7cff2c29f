-- What was handed in stays as it was handed in. @source PRF-19
create or replace trigger proof_terms_immutable before update on proof.proof
    for each row when (
        (old.task_id, old.assignment_id, old.submitter_id, old.attempt, old.description,
         old.latitude, old.longitude, old.created_at)
        is distinct from
        (new.task_id, new.assignment_id, new.submitter_id, new.attempt, new.description,
         new.latitude, new.longitude, new.created_at)
        or (old.submitted_at is not null and old.submitted_at is distinct from new.submitted_at)
        -- A hold that is lifted moves the review later, while the proof waits.
        or (old.review_due_at is not null and old.review_due_at is distinct from new.review_due_at
            and (old.state = 'SUBMITTED' and new.state = 'SUBMITTED'
                 and new.review_due_at > old.review_due_at) is not true)
        or (old.reviewed_at is not null and old.state = new.state
            and (old.reviewer_id, old.reviewed_at, old.rejection_reason)
                is distinct from (new.reviewer_id, new.reviewed_at, new.rejection_reason)))
    execute function core._refuse('HXA11', '', 'A proof stays as it was handed in.');
