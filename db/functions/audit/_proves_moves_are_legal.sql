create or replace view audit._proves_moves_are_legal as
select v.aggregate_id as id
  from (select k.aggregate, k.aggregate_id, k.version, k.from_state, k.to_state,
               lag(k.to_state) over (partition by k.aggregate, k.aggregate_id order by k.version) as before
          from core.event as k
         where k.version is not null) as v
  left join core.transition as t on t.machine = v.aggregate and t.from_state = v.from_state
        and t.to_state = v.to_state
  left join core.state as b on b.machine = v.aggregate and b.state = v.to_state and b.is_initial
 where case when v.version = 1 then v.from_state is not null or b.state is null
            else t.machine is null or v.from_state is distinct from v.before end;
comment on view audit._proves_moves_are_legal is
    'Every recorded move is a row of core.transition and begins where the one before ended';
