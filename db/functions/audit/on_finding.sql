-- Findings are never deleted, what was found is not another finding, and runs are kept as they were.
create or replace trigger zz_guard before insert or update or delete on audit.finding
    for each row execute function core._guard('finding');
create or replace trigger zz_record after insert or update on audit.finding
    for each row execute function core._record('finding');
create or replace trigger zz_truncate before truncate on audit.finding
    for each statement execute function core._refuse_change();
create or replace trigger finding_is_what_was_found before update on audit.finding
    for each row when ((old.kind, old.severity, old.subject, old.subject_id, old.details, old.found_at)
        is distinct from (new.kind, new.severity, new.subject, new.subject_id, new.details, new.found_at))
    execute function core._refuse('HXA11', '', 'What was found never changes.');
create or replace trigger append_only before update or delete on audit.reconciliation
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on audit.reconciliation
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on audit.reconciliation_check
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on audit.reconciliation_check
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on audit.finding_kind
    for each statement execute function core._refuse_change();
