-- Write a finding, once a kind and subject.
create or replace function audit._find(
    kind        text,
    severity    text,
    subject     text,
    subject_id  uuid,
    details     jsonb
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into audit.finding (kind, severity, subject, subject_id, details)
    values (kind, severity, subject, subject_id, details)
    on conflict on constraint finding_once do nothing;
end $$;
