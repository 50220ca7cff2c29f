-- zz_guard: no state but by a row of core.transition, no birth but in the initial state, no
-- deletion, terminal rows frozen; keeps updated_at, and version, which counts a row's transitions.
create or replace function core._guard()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    governed constant text := tg_argv[0];
begin
    if tg_op = 'INSERT' then
        if not exists (select from core.state as s
                        where s.machine = governed and s.state = new.state and s.is_initial)
        then
            perform core.fail('HXA03', 'state',
                format('A %s may not be born %s.', governed, new.state));
        end if;
        new.version := 1;
        return new;
    end if;

    if tg_op = 'DELETE' then
        perform core.fail('HXA11', null, format('A %s is never deleted.', governed));
    end if;

    new.updated_at := core.now();
    if new.id <> old.id then
        perform core.fail('HXA11', 'id', 'An identifier never changes.');
    end if;
    if new.state = old.state then
        if new.version <> old.version then
            perform core.fail('HXA11', 'version', 'The version counts transitions.');
        end if;
        if exists (select from core.state as s
                    where s.machine = governed and s.state = old.state and s.is_terminal)
           and (to_jsonb(new) - 'updated_at') is distinct from (to_jsonb(old) - 'updated_at')
        then
            perform core.fail('HXA11', null,
                format('This %s is %s and frozen.', governed, old.state));
        end if;
        return new;
    end if;

    if not exists (select from core.transition as t
                    where t.machine = governed
                      and t.from_state = old.state and t.to_state = new.state)
    then
        perform core.fail('HXA03', 'state',
            format('A %s may not go from %s to %s.', governed, old.state, new.state));
    end if;
    new.version := old.version + 1;
    return new;
end $$;
