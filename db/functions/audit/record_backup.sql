-- Keep that a base backup was made and verified (scripts/backup).
create or replace function audit.record_backup(label text, bytes bigint, begun_at timestamptz)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    made_id uuid := core.new_id();
begin
    insert into audit.backup (id, label, bytes, begun_at) values (made_id, label, bytes, begun_at);
    return made_id;
end $$;

comment on function audit.record_backup is $$Keep that a base backup was made and verified.
@param label its name in the folder of backups
@param bytes its size
@param begun_at when it began, by the real clock
@returns the id of the record
@errors none
@source DEP-34 DRH-027$$;

grant execute on function audit.record_backup to hx_dba;
