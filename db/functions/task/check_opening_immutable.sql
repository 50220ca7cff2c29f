-- What is offered never changes: it is taken away and offered anew. What work can ask for, and where it
-- ever was, is kept.
create or replace trigger opening_immutable before update on task.opening
    for each row execute function core._refuse('HX004', '', '');
create or replace trigger demand_immutable before update or delete on task.demand
    for each row execute function core._refuse_change();
create or replace trigger cell_immutable before update or delete on task.cell
    for each row execute function core._refuse_change();
