//! The one binary: settings, wiring, and the verbs of the command line.

#![expect(unreachable_pub, reason = "nothing of a binary can be reached from outside")]

mod audit_cli;
mod config;
mod connections;
mod demo;
mod import;
mod keys;
mod outside;
mod runner;
mod serve;

use std::process::ExitCode;

use clap::Parser;
use config::{Cli, Verb, WrongSetting};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Ends with 0, with 2 for a wrong flag or setting, which the error names, else with 1.
fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.verb.unwrap_or_else(Verb::serve) {
        Verb::Serve(flags) => serve::run(flags).map(|()| ExitCode::SUCCESS),
        Verb::Audit(verb) => audit_cli::run(verb),
        // 0: everything went in; 1: some rows were left out; 2: refused.
        Verb::Import(flags) => match import::run(flags) {
            Ok(import::Ended::Whole) => Ok(ExitCode::SUCCESS),
            Ok(import::Ended::InPart) => Ok(ExitCode::FAILURE),
            Err(error) => {
                eprintln!("understudy: {error:#}");
                Ok(ExitCode::from(2))
            }
        },
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("understudy: {error:#}");
            if error.is::<WrongSetting>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}
