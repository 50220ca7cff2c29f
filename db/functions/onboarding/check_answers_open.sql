-- What somebody said of his trades stays as it was once his round is over.
create or replace function onboarding.check_answers_open()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from onboarding.journey as j
                where j.id = coalesce(new.journey_id, old.journey_id) and j.state = 'COMPLETED')
    then
        perform core.fail('HXA11', 'trades', 'What was said in a round that is over is kept.');
    end if;
    return coalesce(new, old);
end $$;

create or replace trigger answers_open before insert or update or delete on onboarding.trade_answer
    for each row execute function onboarding.check_answers_open();
