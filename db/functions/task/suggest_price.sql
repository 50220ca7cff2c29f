-- What work of a kind is paid with: a suggestion, nothing more.
create or replace function task.suggest_price(category task.category_code, deadline_at timestamptz default null)
    returns task.price_suggestion
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    price task.category_price;
    hurry constant numeric :=
        case when deadline_at < core.now() + interval '24 hours' then 1.25 else 1 end;
begin
    perform core._viewer();
    if not exists (select from task.category as c where c.code = category) then
        perform core.fail('HXA01', 'category', 'There is no such category.');
    end if;
    select p.* into price from task.category_price as p
     where p.category in (category, 'other')
     order by p.category = category desc
     limit 1;
    if not found then
        perform core.fail('HXA02', 'category');
    end if;
    return row(category, price.currency, round(price.low_cents * hurry)::bigint,
        round(price.median_cents * hurry)::bigint, round(price.high_cents * hurry)::bigint,
        0.5, 50)::task.price_suggestion;
end $$;

comment on function task.suggest_price is $$What work of a category is paid with: the quarter, the middle and three quarters of what was paid;
a quarter more where less than 24 hours are left. It binds nobody.
@param category a code of task.category
@param deadline_at until when it is to be done; null where there is time
@returns US cents, how sure that is and where mid stands among a hundred
@errors HX501 HX504 HXA01 HXA02
@source domain.md §10.6$$;

grant execute on function task.suggest_price to hx_member;
