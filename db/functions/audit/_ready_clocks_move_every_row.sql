-- QUE-19
create or replace view audit._ready_clocks_move_every_row as
select f.machine || ' ' || f.row_id as subject, f.failed_at as since
  from core.clock_failure as f;
comment on view audit._ready_clocks_move_every_row is
    'There is no row that a clock tried to move and couldn''t';
