-- What the migration's new rules find in the rows that were there before it.

alter table task.category validate constraint category_required_trade_fkey;
alter table task.task validate constraint task_required_trade_fkey;
