//! Stories of telling and of jobs.

mod feed;
mod hub;
mod jobs;
