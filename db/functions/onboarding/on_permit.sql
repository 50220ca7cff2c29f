-- Who was let begin anew stays on record.
create or replace trigger append_only before update or delete on onboarding.permit
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.permit
    for each statement execute function core._refuse_change();
