-- What is offered never changes: it is taken away and offered anew.
create or replace trigger opening_immutable before update on task.opening
    for each row execute function core._refuse('HX004', '', '');
