\set n random(0, 499)
select bench.done(:n, 500, 'pi_' || gen_random_uuid(), null);
