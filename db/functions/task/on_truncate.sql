-- Rows of these are changed one by one and never emptied at once.
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
create or replace trigger never_truncated before truncate on task.opening
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.weight
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.category_group
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.category_price
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.poster_quality
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.saved_search
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.cell
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.demand
    for each statement execute function core._refuse_change();
