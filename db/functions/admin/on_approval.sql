-- What was asked for never changes; it is approved once, used once, and kept.
create or replace trigger approval_written_once before update on admin.approval
    for each row when (
        (old.id, old.action, old.subject_id, old.amount_cents, old.currency, old.reason, old.requested_by,
         old.requested_at, old.expires_at) is distinct from
        (new.id, new.action, new.subject_id, new.amount_cents, new.currency, new.reason, new.requested_by,
         new.requested_at, new.expires_at)
        or old.used_at is not null
        or (old.approved_by is not null and (old.approved_by, old.approved_at)
            is distinct from (new.approved_by, new.approved_at)))
    execute function core._refuse('HX505', '', 'An approval is asked for, given and used once.');
create or replace trigger never_deleted before delete on admin.approval
    for each row execute function core._refuse_change('HX505');
create or replace trigger never_truncated before truncate on admin.approval
    for each statement execute function core._refuse_change('HX505');
