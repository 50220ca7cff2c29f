-- Staff and invitations are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on account.staff
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on account.invite
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on account.invite_redemption
    for each statement execute function core._refuse_change();
