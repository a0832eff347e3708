//! Everything that calls out, or stands in for somebody outside.

pub mod jobs;
pub mod test_pay;
