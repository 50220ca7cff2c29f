-- A whole address, as somebody can go to: street with number, city, state and ZIP code, which fit each other.
create or replace function task._check_address(address text)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    parts text[] := regexp_match(btrim(address),
        '^[0-9]+[^,]*[[:alpha:]][^,]*,.*[[:alpha:]].*,?\s+([A-Za-z]{2}),?\s+([0-9]{5})(-[0-9]{4})?$');
begin
    if address ~* '\mp\.?\s*o\.?\s*box\M' then
        perform core.fail('HXA01', 'address', 'Nobody can go to a P.O. box.',
            'Say a street with its number, city, state and ZIP code.');
    elsif parts is null then
        perform core.fail('HXA01', 'address', 'That is not a whole address.',
            'Say a street with its number, city, state and ZIP code: 400 Broad St, Seattle, WA 98109.');
    elsif not exists (select from city.zip_range as z
                       where z.state_code = upper(parts[1])
                         and left(parts[2], 3) between z.from_zip3 and z.to_zip3)
    then
        perform core.fail('HXA01', 'address', 'That ZIP code is not in that state.');
    end if;
    return btrim(address);
end $$;
