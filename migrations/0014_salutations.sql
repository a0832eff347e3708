-- What clients of other shops send of a person and of an address, and expect back. Empty where nobody said it.
ALTER TABLE customer ADD COLUMN salutation {{TEXT}} NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN gender {{TEXT}} NOT NULL DEFAULT '';
-- An ISO 8601 date, or empty.
ALTER TABLE customer ADD COLUMN birth_date {{TEXT}} NOT NULL DEFAULT '';
-- When the record was last changed; empty while it is as it was made.
ALTER TABLE customer ADD COLUMN changed_at {{BIGINT}};
ALTER TABLE address ADD COLUMN salutation {{TEXT}} NOT NULL DEFAULT '';
ALTER TABLE address ADD COLUMN line3 {{TEXT}} NOT NULL DEFAULT '';
