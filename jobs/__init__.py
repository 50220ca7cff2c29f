"""Background work: the relay, the drains and the schedule. The database says what is due."""
