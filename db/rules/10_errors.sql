-- Error codes (domain.md §16, decisions.md). The code is the SQLSTATE.
create temporary table law_error (like core.error);
insert into law_error (code, http_status, name, message) values
    ('HX001', 409, 'task_terminal', 'The task has ended and is frozen; create a new one.'),
    ('HX002', 409, 'escrow_terminal', 'The escrow has ended and is frozen.'),
    ('HX003', 400, 'escrow_amount_mismatch', 'The escrow''s amount must be the price of its task.'),
    ('HX004', 409, 'escrow_amount_immutable', 'Price and terms never change; cancel and post again.'),
    ('HX005', 400, 'partial_amounts_missing', 'A partial refund needs both amounts.'),
    ('HX006', 400, 'partial_sum_mismatch', 'Both parts must be positive and sum to the amount.'),
    ('HX007', 409, 'escrow_ledger_mismatch', 'The escrow''s state and the ledger must agree.'),
    ('HX008', 409, 'endings_apart', 'A task and its escrow end together.'),
    ('HX101', 409, 'xp_without_release', 'XP is awarded only for released money of completed work.'),
    ('HX102', 403, 'xp_ledger_change', 'XP entries are never changed or deleted.'),
    ('HX103', 409, 'xp_already_awarded', 'XP was already awarded for this escrow.'),
    ('HX201', 409, 'release_without_completion', 'Money is released only for a completed task.'),
    ('HX202', 409, 'payment_held', 'The payment is held; wait until the hold is lifted.'),
    ('HX203', 409, 'payment_not_funded', 'The payment has not arrived yet; only funded work can be taken.'),
    ('HX301', 409, 'completion_without_proof', 'The task needs an accepted proof before it is completed.'),
    ('HX501', 401, 'authentication_required', 'Sign in first.'),
    ('HX502', 401, 'invalid_identity', 'The identity is not valid; sign in again.'),
    ('HX503', 403, 'not_permitted', 'That is not permitted to this account.'),
    ('HX504', 404, 'account_not_found', 'There is no such account.'),
    ('HX602', 403, 'account_paused', 'The account is paused; resume it first.'),
    ('HX609', 403, 'not_eligible', 'This account is not eligible for that task.'),
    ('HXA01', 400, 'invalid_input', 'The input is not valid.'),
    ('HXA02', 404, 'not_found', 'There is no such thing, or it is not yours to see.'),
    ('HXA03', 409, 'illegal_transition', 'That is not possible in the present state.'),
    ('HXA09', 503, 'overloaded', 'The service is overloaded; try again.'),
    ('HXA10', 500, 'unexpected', 'Something unexpected happened; it was recorded.'),
    ('HXA11', 403, 'append_only', 'This record is kept as it was written.'),
    ('HXA12', 403, 'not_in_production', 'That does not exist in production.'),
    ('HXA13', 409, 'unbalanced_journal', 'The entries of a journal must sum to zero per currency.');
create temporary table law_constraint (like core.constraint_error);
insert into law_constraint (constraint_name, code, field) values
    ('core_price_cents_range', 'HXA01', 'price_cents'),
    ('core_cents_range', 'HXA01', null),
    ('core_title_length', 'HXA01', 'title'),
    ('core_long_text_length', 'HXA01', 'description'),
    ('core_note_length', 'HXA01', 'description'),
    ('core_reason_length', 'HXA01', 'reason'),
    ('core_full_name_shape', 'HXA01', 'full_name'),
    ('core_url_shape', 'HXA01', 'avatar_url'),
    ('core_latitude_range', 'HXA01', 'latitude'),
    ('core_longitude_range', 'HXA01', 'longitude'),
    ('core_page_size_range', 'HXA01', 'page_size'),
    ('place_address_length', 'HXA01', 'address'),
    ('photo_content_type_known', 'HXA01', 'photos'),
    ('photo_size_range', 'HXA01', 'photos'),
    ('photo_sha256_shape', 'HXA01', 'photos'),
    ('photo_storage_key_shape', 'HXA01', 'photos'),
    ('photo_storage_key_unique', 'HXA01', 'photos'),
    ('photo_not_twice_in_proof', 'HXA01', 'photos'),
    ('photo_not_of_another_task', 'HXA01', 'photos'),
    ('photo_sequence_range', 'HXA01', 'photos'),
    ('proof_attempt_range', 'HXA03', null),
    ('proof_one_waiting', 'HXA03', null),
    ('proof_one_accepted', 'HXA03', null),
    ('proof_reviewer_is_not_submitter', 'HX503', null),
    ('assignment_once_a_worker', 'HXA03', null),
    ('assignment_one_open', 'HXA03', null),
    ('task_poster_is_not_worker', 'HX503', null),
    ('task_live_price', 'HXA01', 'price_cents'),
    ('escrow_partial_present', 'HX005', null),
    ('escrow_partial_sum', 'HX006', null),
    ('escrow_one_a_task', 'HXA03', null),
    ('escrow_funded_has_journal', 'HX007', null),
    ('escrow_closed_has_journal', 'HX007', null),
    ('escrow_funding_journal_fkey', 'HX007', null),
    ('escrow_closing_journal_fkey', 'HX007', null),
    ('xp_one_entry_per_escrow', 'HX103', null),
    ('user_email_unique', 'HXA03', 'email'),
    ('user_phone_unique', 'HXA03', 'phone'),
    ('user_phone_shape', 'HXA01', 'phone'),
    ('user_default_mode', 'HXA01', 'default_mode'),
    ('user_terms_version', 'HXA01', 'accepted_terms_version');
insert into core.error select l.* from law_error as l
on conflict (code) do update
    set http_status = excluded.http_status, name = excluded.name, message = excluded.message;
insert into core.constraint_error select l.* from law_constraint as l
on conflict (constraint_name) do update set code = excluded.code, field = excluded.field;
delete from core.constraint_error as m
 where not exists (select from law_constraint as l where l.constraint_name = m.constraint_name);
delete from core.error as e where not exists (select from law_error as l where l.code = e.code);
drop table law_error, law_constraint;
