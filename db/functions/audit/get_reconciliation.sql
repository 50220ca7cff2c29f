-- What the last full run of the reconciliation checked, and what differed.
create or replace function audit.get_reconciliation()
    returns audit.reconciliation_report
    language plpgsql stable security definer set search_path = ''
as $$
declare
    answer audit.reconciliation_report;
begin
    select r.id, r.began_at, r.ended_at, r.read_to_at, r.examined, r.found, r.closed,
           (select coalesce(array_agg(row(c.name, c.statement, c.differences)::audit.check_item
                       order by c.differences desc, c.name), '{}')
              from audit.reconciliation_check as c where c.reconciliation_id = r.id)
      into answer
      from audit.reconciliation as r
     where r.is_full
     order by r.ended_at desc
     limit 1;
    if not found then
        perform core.fail('HXA02', null, 'Nothing was reconciled yet.');
    end if;
    return answer;
end $$;

comment on function audit.get_reconciliation is $$The report of the last full reconciliation: when, against what, every check that was made and its
differences; each is a finding (admin.get_findings).
@returns the run and its checks, those with differences first
@errors HXA02
@source REC-001 REC-002 REC-003 REC-004 REC-005$$;

grant execute on function audit.get_reconciliation to hx_support;
