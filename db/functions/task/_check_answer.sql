-- An answer as its question wants it, in its canonical form; what says nothing is refused.
create or replace function task._check_answer(question task.question, answer text)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    said text := btrim(answer);
    vague text;
    window_parts text[];
    begins timestamptz;
    ends timestamptz;
begin
    if said is null then
        perform core.fail('HXA01', 'answer', 'An answer is required.');
    end if;
    if question.kind in ('text', 'address', 'time_window') then
        select v.message into vague from task.vague_answer as v
         where said ~* ('^(' || v.pattern || ')[.! ]*$')
         order by v.pattern limit 1;
        if found then
            perform core.fail('HXA01', 'answer', 'That says too little.', vague);
        end if;
    end if;
    case question.kind
    when 'yes_no' then
        said := lower(said);
        if said not in ('yes', 'no') then
            perform core.fail('HXA01', 'answer', 'Answer yes or no.');
        end if;
    when 'choice' then
        said := lower(said);
        if said <> all (question.options) then
            perform core.fail('HXA01', 'answer', 'Choose one of the options.',
                array_to_string(question.options, ', '));
        end if;
    when 'number' then
        if said !~ '^[0-9]{1,9}(\.[0-9]{1,2})?$' or said::numeric <= 0 then
            perform core.fail('HXA01', 'answer', 'Say a number above zero.');
        end if;
    when 'address' then
        said := task._check_address(said);
    when 'time_window' then
        window_parts := regexp_match(said, '^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2}))'
            '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2}))$');
        begin
            begins := window_parts[1]::timestamptz;
            ends := window_parts[2]::timestamptz;
        exception when invalid_datetime_format or datetime_field_overflow then
            begins := null;
        end;
        if begins is null or ends <= begins or begins <= core.now()
           or ends > core.now() + interval '30 days'
        then
            perform core.fail('HXA01', 'answer', 'Say a window ahead, within 30 days, by two times.',
                'Such as 2026-12-01T10:00:00Z/2026-12-01T12:00:00Z.');
        end if;
        said := to_char(begins at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            || '/' || to_char(ends at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
    else
        if said !~ '[[:alnum:]].*[[:alnum:]].*[[:alnum:]]' then
            perform core.fail('HXA01', 'answer', 'That says too little.');
        end if;
    end case;
    return said;
end $$;
