-- ADM-09
create or replace view audit._ready_nothing_is_frozen as
select f.scope || ': ' || f.reason as subject, f.frozen_at as since
  from core.freeze as f
 where f.frozen_at is not null;
comment on view audit._ready_nothing_is_frozen is
    'No kind of money movement is frozen';
