-- What a calibration is made of, and what people said, is changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on onboarding.calibration
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.question
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.option
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.penalty
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.penalty_answer
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.signal_effect
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on onboarding.trade_answer
    for each statement execute function core._refuse_change();
