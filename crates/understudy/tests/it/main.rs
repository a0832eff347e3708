//! Whole-server tests: what holds for everything that is served, on SQLite and on PostgreSQL.
//!
//! | module | what it proves |
//! | --- | --- |
//! | `kit` | a shop with people of every kind, and the program itself as a child process |
//! | `ops` | one row an operation: who may do it, and a request that does it |
//! | `kill` | the program and its database are killed under load; nothing acknowledged is lost, nothing is half |
//! | `matrix` | everybody against everything |

mod kill;
mod kit;
mod matrix;
mod ops;
