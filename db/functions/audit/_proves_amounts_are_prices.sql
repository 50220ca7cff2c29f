create or replace view audit._proves_amounts_are_prices as
select e.id
  from escrow.escrow as e
  join task.task as t on t.id = e.task_id
 where e.amount_cents <> t.price_cents or e.currency <> t.currency;
comment on view audit._proves_amounts_are_prices is 'Each escrow''s amount is the price of its task';
