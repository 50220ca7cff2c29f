-- Shapes of account procedures.
do $$
begin
    if to_regtype('account.profile') is null then
        create type account.profile as (
            id uuid, email text, phone text, full_name text, avatar_url text, default_mode text,
            state text, role text, trust_tier integer, total_xp bigint, level integer,
            identity_verified_at timestamptz, created_at timestamptz);
        create type account.caller as (account_id uuid, staff_role text, is_cut_off boolean);
        create type account.xp as (
            total_xp bigint, level integer, level_name text, next_level_xp bigint,
            level_progress numeric, completed_tasks integer, streak_days integer,
            longest_streak integer, streak_multiplier numeric);
        create type account.requirement as (
            requirement text, required numeric, current numeric, is_met boolean);
        create type account.trust_tier as (
            tier integer, name text, xp_multiplier numeric, next_tier integer, next_name text,
            requirements account.requirement[], points numeric, strikes integer);
        create type account.percentile as (
            kind text, value numeric, top_percent integer, computed_at timestamptz);
        create type account.badge as (
            id text, name text, tier integer, category text, awarded_at timestamptz);
        create type account.badges as (
            earned account.badge[], available account.badge[], earned_count integer,
            available_count integer);
    end if;
    if to_regtype('account.statement') is null then
        create type account.statement_item as (
            at timestamptz, kind text, account_kind text, task_id uuid, title text,
            amount_cents bigint, balance_after_cents bigint, currency text);
        create type account.statement as (
            currency text, payable_cents bigint, reserved_cents bigint, available_cents bigint,
            debt_cents bigint, refund_pending_cents bigint, items account.statement_item[],
            next_cursor text, opening_cents bigint, closing_cents bigint);
    end if;
    if to_regtype('account.payout_account') is null then
        create type account.payout_account as (
            status text, details_submitted boolean, transfers_enabled boolean, payouts_enabled boolean,
            requirements text[], link_url text, link_ends_at timestamptz, waiting_cents bigint);
        create type account.payout as (
            id uuid, kind text, task_id uuid, amount_cents bigint, currency text, status text,
            created_at timestamptz, finished_at timestamptz);
        create type account.debt_payment as (
            intent_id uuid, state text, amount_cents bigint, currency text, client_secret text);
    end if;
end $$;
comment on type account.payout_account is
    'How far somebody is with being paid out: NOT_STARTED, INCOMPLETE or COMPLETE. @nullable link_url link_ends_at';
comment on type account.payout is
    'A movement of money to somebody, and where it stands. @nullable task_id finished_at';
comment on type account.debt_payment is
    'The payment intent of a debt. @machine intent @nullable client_secret';
comment on type account.profile is
    'An account as its owner sees it. @nullable email phone avatar_url role identity_verified_at';
comment on type account.caller is 'Who calls, as core.call needs to know him';
comment on type account.xp is
    'A total of XP, its level and how far to the next (0 to 1); the streak as it counts today, and its
multiplier. @nullable next_level_xp';
comment on type account.requirement is
    'What the next tier asks for and what is there; without data it is not met. @nullable current';
comment on type account.trust_tier is
    'A tier, what the next one asks for, points and strikes that count. @nullable next_tier next_name';
comment on type account.percentile is
    'Where the caller stands: among the best top_percent of a hundred';
comment on type account.badge is 'A badge; earned ones have their time. @nullable category awarded_at';
comment on type account.badges is 'Badges that a person has, and those that are left';
comment on type account.statement_item is
    'A line of the ledger on what a person is owed (payable) or owes (debt). @nullable
task_id title';
comment on type account.statement is
    'What a person earned and owes, from the ledger; payable and debt together as the period opened and
closed. @nullable next_cursor';
