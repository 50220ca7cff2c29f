-- When the clock looks at a credential again: 14, 7 and 1 days before it expires, and then.
create or replace function verification._next_due(expires_at timestamptz)
    returns timestamptz
    language sql stable
as $$
    select coalesce(min(d.due_at), _next_due.expires_at)
      from (select _next_due.expires_at - make_interval(days => b.days) as due_at
              from unnest(array[14, 7, 1]) as b (days)) as d
     where d.due_at > core.now()
$$;
