-- The seals, newest first, for whoever wants to keep their hashes.
create or replace function ledger.get_seals(
    page_size    core.page_size default 20,
    before_number bigint default null
)
    returns setof ledger.seal_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return query
        select (ledger._seal_view(s)).*
          from ledger.seal as s
         where before_number is null or s.number < before_number
         order by s.number desc
         limit coalesce(page_size, 20);
end $$;

comment on function ledger.get_seals is $$The seals of the ledger's days, newest first. Whoever keeps their hashes can tell later that nothing before was changed.
@param page_size 1 to 100, 20 unless told
@param before_number the number of the last one of the page before
@returns a seal each: what it covers, its root, and its hash over these and the hash before
@errors HXA01
@source STL-18 LED-002 S-L6$$;

grant execute on function ledger.get_seals to hx_member, hx_support;
