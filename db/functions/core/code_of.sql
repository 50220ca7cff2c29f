-- Which code a caught SQLSTATE stands for: itself, or what its constraint is mapped to.
create or replace function core.code_of(sqlstate_code text, constraint_name text)
    returns text
    language sql stable security definer set search_path = ''
as $$
    select coalesce(
        (select e.code from core.error as e where e.code = code_of.sqlstate_code),
        (select m.code from core.constraint_error as m
          where m.constraint_name = code_of.constraint_name),
        case
            when code_of.sqlstate_code in ('22P02', '22007', '22008', '22003', '23502', '23514',
                '22001', '22P05', '22021', '2201X', '22023') then 'HXA01'
            when code_of.sqlstate_code in ('23503') then 'HXA02'
            when code_of.sqlstate_code in ('23505', '23P01', '55P03') then 'HXA03'
            when code_of.sqlstate_code = '42501' then 'HX503'
            when code_of.sqlstate_code in ('53300', '57014', '40001', '40P01') then 'HXA09'
            else 'HXA10'
        end)
$$;

comment on function core.code_of is $$The HX code of an SQLSTATE and, where given, its constraint.
@param sqlstate_code five characters
@param constraint_name as the error names it, null where it names none
@returns a code of core.error
@errors none$$;

grant execute on function core.code_of to hx_job, hx_dba;
