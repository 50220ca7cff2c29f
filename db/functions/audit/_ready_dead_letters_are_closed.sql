-- QUE-12 W20
create or replace view audit._ready_dead_letters_are_closed as
select d.kind || ' ' || d.order_id || ': ' || d.error as subject, d.buried_at as since
  from core.dead_letter as d
 where d.closed_at is null;
comment on view audit._ready_dead_letters_are_closed is
    'No order waits for a person, its attempts used up or refused for good';
