-- Categories, places and what briefs are asked are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on task.category
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.place
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.question
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.vague_answer
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.risk_escalation
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.content_rule
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.misclassification
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.draft_answer
    for each statement execute function core._refuse_change();
