//! Stories about customers, told on both engines.

mod accounts;
mod imports;
mod measure;
mod opening;
mod pages;
mod people;
mod rights;
mod salutations;
mod searches;
mod sign_ins;
mod taking_and_erasing;
mod trail;
