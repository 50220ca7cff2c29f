-- Evidence joins a dispute that is not decided, from its parties or staff, and stays as it was given.
create or replace function dispute.on_evidence()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from dispute.dispute as d
      where d.id = new.dispute_id and d.state <> 'RESOLVED'
        and (new.submitter_id in (d.poster_id, d.worker_id)
             or exists (select from account.staff as s where s.account_id = new.submitter_id))
        for share;
    if not found then
        perform core.fail('HXA03', 'dispute_id', 'Only an undecided dispute takes evidence, from its parties.');
    end if;
    return new;
end $$;

create or replace trigger evidence_of_undecided before insert on dispute.evidence
    for each row execute function dispute.on_evidence();
create or replace trigger append_only before update or delete on dispute.evidence
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on dispute.evidence
    for each statement execute function core._refuse_change();
