-- GWY circuit breakers
create or replace view audit._ready_circuits_are_closed as
select c.party as subject, c.opened_at as since
  from core.circuit as c
 where c.state <> 'CLOSED';
comment on view audit._ready_circuits_are_closed is
    'No outside party is down: every circuit is closed';
