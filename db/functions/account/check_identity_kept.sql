-- A verified identity stays verified as it was.
create or replace trigger identity_kept before update on account.user
    for each row when (old.identity_verified_at is not null
        and old.identity_verified_at is distinct from new.identity_verified_at)
    execute function core._refuse('HXA11', 'identity_verified_at', 'A verified identity stays so.');
