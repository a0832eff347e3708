//! Whole-server tests: what holds for everything that is served, on SQLite and on PostgreSQL.
//!
//! | module | what it proves |
//! | --- | --- |
//! | `kit` | a shop with people of every kind, and the program itself as a child process |
//! | `ops` | one row an operation: who may do it, and a request that does it |
//! | `away` | without its database everything is answered 503 and nothing is lost |
//! | `fuzz` | malformed requests to every operation: 4xx with a pointer, never 5xx |
//! | `kill` | the program and its database are killed under load; nothing acknowledged is lost, nothing is half |
//! | `limits` | guessing is slowed down |
//! | `matrix` | everybody against everything |
//! | `revoked` | what was withdrawn on one node is dead on the other within a second |
//! | `settings` | a wrong flag or setting is named |
//! | `slow` | clients that dribble are cut off; ending lets what is under way end |
//! | `sources` | what the sources must not say |
//! | `spryker` | the dialect over the wire, as its clients use it |

mod away;
mod fuzz;
mod kill;
mod kit;
mod limits;
mod matrix;
mod ops;
mod revoked;
mod settings;
mod slow;
mod sources;
mod spryker;
