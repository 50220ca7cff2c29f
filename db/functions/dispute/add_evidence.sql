-- A party, or staff, adds evidence to an undecided dispute.
create or replace function dispute.add_evidence(
    dispute_id   uuid,
    kind         dispute.evidence_kind,
    description  core.note,
    storage_key  proof.storage_key default null,
    sha256       proof.sha256 default null
)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    submitter account.user := account._acting();
    contest dispute.dispute;
begin
    select d.* into contest from dispute.dispute as d where d.id = dispute_id;
    if not found or not dispute._may_see(contest, submitter.id) then
        perform core.fail('HXA02', 'dispute_id');
    end if;
    if kind is null or description is null then
        perform core.fail('HXA01', case when kind is null then 'kind' else 'description' end,
            'It is required.');
    end if;
    if kind in ('PHOTO', 'DOCUMENT') and (storage_key is null or sha256 is null) then
        perform core.fail('HXA01', case when storage_key is null then 'storage_key' else 'sha256' end,
            'A photo or document is a stored file.');
    end if;
    contest := dispute._lock(dispute_id);
    if contest.state = 'RESOLVED' then
        perform core.fail('HXA03', null, 'The dispute was decided.');
    end if;
    if submitter.id not in (contest.poster_id, contest.worker_id) then
        perform admin._act('dispute.add_evidence', 'dispute', contest.id, '{}', description);
    end if;
    if (select count(*) from dispute.evidence as v
         where v.dispute_id = contest.id and v.submitter_id = submitter.id) >= 20
    then
        perform core.fail('HXA03', null, 'Twenty pieces of evidence may be given.');
    end if;
    insert into dispute.evidence (dispute_id, submitter_id, kind, description, storage_key, sha256)
    values (contest.id, submitter.id, kind, description, storage_key, sha256);
    return dispute._view(contest.id);
end $$;

comment on function dispute.add_evidence is $$Add evidence to an undecided dispute: its parties and staff, twenty pieces each.
@param kind PHOTO, MESSAGE, LOCATION or DOCUMENT
@param description 1 to 2000 characters
@param storage_key where the file is kept; required for PHOTO and DOCUMENT, with sha256
@returns the dispute with its evidence
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source DIS-06 domain.md 8.4$$;

grant execute on function dispute.add_evidence to hx_member;
