-- An invitation stays as it was made but for its revocation, and for its uses, which go up one by one
-- while it holds.
create or replace trigger invite_kept before update on account.invite
    for each row when (
        (old.id, old.code, old.maximum_uses, old.expires_at, old.made_by, old.made_at)
        is distinct from
        (new.id, new.code, new.maximum_uses, new.expires_at, new.made_by, new.made_at)
        or old.revoked_at <> coalesce(new.revoked_at, 'infinity')
        or (old.uses <> new.uses
            and (new.uses <> old.uses + 1 or new.revoked_at is not null or new.expires_at <= core.now())))
    execute function core._refuse('HXA11', 'invite_code', 'An invitation is kept as it was made.');
create or replace trigger never_deleted before delete on account.invite
    for each row execute function core._refuse_change();
