-- The law of every state machine, for whoever draws it.
create or replace function admin.get_machines()
    returns setof admin.machine
    language sql stable security definer set search_path = ''
as $$
    select m.machine,
           (select array_agg(row(s.state, s.is_initial, s.is_terminal, s.holds_money)::admin.machine_state
                       order by s.is_initial desc, s.is_terminal, s.state)
              from core.state as s where s.machine = m.machine),
           (select array_agg(row(t.from_state, t.to_state, t.event)::admin.machine_move
                       order by t.from_state, t.to_state)
              from core.transition as t where t.machine = m.machine)
      from core.machine as m
     order by m.machine
$$;

comment on function admin.get_machines is $$Every state machine: its states and its legal moves.
@returns a machine each, the initial state first and the terminal ones last
@errors none
@source ADM-15$$;

grant execute on function admin.get_machines to hx_support;
