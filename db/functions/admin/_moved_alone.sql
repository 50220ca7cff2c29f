-- What staff moved by an act on a subject so far without a second person: the limit is for all of it, or one
-- would move it in parts. From here to commit the same act on that subject comes one at a time.
create or replace function admin._moved_alone(action text, subject_id uuid)
    returns bigint
    language plpgsql volatile security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform pg_advisory_xact_lock(hashtextextended(format('admin.act %s %s', action, subject_id), 0));
    return coalesce((select sum(a.amount_cents) from admin.action as a
                      where a.subject_id = subject_id and a.action = action and a.approval_id is null), 0);
end $$;
