-- Badges are for ever: no award is changed or taken away (HX401).
create or replace trigger badge_ledger_no_delete before update or delete on badge.award
    for each row execute function core._refuse_change('HX401');
create or replace trigger badge_ledger_no_truncate before truncate on badge.award
    for each statement execute function core._refuse_change('HX401');
create or replace trigger never_truncated before truncate on badge.definition
    for each statement execute function core._refuse_change('HX401');
