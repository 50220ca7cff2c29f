-- Shapes of proof procedures.
do $$
begin
    if to_regtype('proof.photo_input') is null then
        create type proof.photo_input as (
            storage_key proof.storage_key, content_type proof.content_type,
            size_bytes proof.size_bytes, sha256 proof.sha256);
        create type proof.photo_view as (
            id uuid, sequence integer, storage_key text, content_type text, size_bytes bigint,
            sha256 text, verification text);
        create type proof.view as (
            id uuid, task_id uuid, submitter_id uuid, attempt integer, state text,
            description text, photos proof.photo_view[], submitted_at timestamptz,
            review_due_at timestamptz, reviewed_at timestamptz, rejection_reason text);
    end if;
end $$;
comment on type proof.photo_input is 'A stored photo: key, image/jpeg|png|heic, bytes (at most 10485760), sha256 in hex';
comment on type proof.photo_view is 'A photo of a proof; its contents are UNVERIFIED';
comment on type proof.view is 'A proof with its photos. @nullable reviewed_at rejection_reason';
