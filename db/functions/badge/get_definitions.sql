-- All badges and what each asks for.
create or replace function badge.get_definitions()
    returns setof badge.view
    language plpgsql stable security definer set search_path = ''
as $$
begin
    perform core._viewer();
    return query
    select d.id, d.name::text, d.tier, d.kind, d.threshold, d.category
      from badge.definition as d
     order by d.kind, d.threshold, d.id;
end $$;

comment on function badge.get_definitions is $$All badges: tier (1 bronze, 2 silver, 3 gold, 4 platinum), the kind of condition and its
threshold.
@returns the definitions
@errors HX501 HX504
@source XPB-11$$;

grant execute on function badge.get_definitions to hx_member;
