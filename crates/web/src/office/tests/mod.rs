//! Stories of the back office, through its pages.

mod kept;
mod people;
mod rights;
mod scene;
mod sessions;
mod work;

use scene::Scene;
