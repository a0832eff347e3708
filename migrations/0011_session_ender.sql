-- The name of the supervisor who ended it, as it was then; empty however else it ended.
ALTER TABLE assist_session ADD COLUMN ended_by_name {{TEXT}};
