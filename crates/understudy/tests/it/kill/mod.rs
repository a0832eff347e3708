//! Killed at any moment under load: after the restart every acknowledged act is there with its leaf, none is half
//! done, the record verifies, and repeating what was not answered does it once.

mod client;
mod whole;

use std::path::Path;
use std::time::Duration;

use store::Engine;
use store::testing::OwnServer;

use crate::kit::{Program, Stocked, run};
use client::Client;
use whole::whole;

/// Agents at work at once.
const CLIENTS: usize = 6;

fn clients(shop: &Stocked) -> Vec<Client> {
    let people = shop.agents.iter().zip(&shop.customers).enumerate();
    people.map(|(n, (agent, customer))| Client::new(n, agent, customer)).collect()
}

/// Everybody works until `fault` has struck; in each cycle another one signs in anew.
async fn under_load(clients: &mut Vec<Client>, origin: &str, cycle: u64, fault: impl Future<Output = ()>) {
    let mut at_work = Vec::new();
    for (turn, mut client) in (0..).zip(clients.drain(..)) {
        origin.clone_into(&mut client.origin);
        if cycle == 0 {
            assert!(client.sign_in().await.is_ok(), "nothing has broken yet");
        }
        at_work.push(tokio::spawn(async move {
            client.work(turn == cycle % CLIENTS as u64).await;
            client
        }));
    }
    fault.await;
    for client in at_work {
        clients.push(client.await.expect("no answer but what was to be expected"));
    }
}

/// When in a cycle the fault strikes: 5 to 505 ms after everybody began, different each time, the same each run.
async fn a_moment(cycle: u64) {
    let chance = cycle.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) ^ cycle;
    tokio::time::sleep(Duration::from_millis(5 + chance % 500)).await;
}

/// The whole record, exported and verified by the program's own verbs.
fn record_verifies(shop: &Stocked) {
    let file = shop.data.join("log.jsonl");
    let file = file.to_str().expect("a path");
    if Path::new(file).exists() {
        std::fs::remove_file(file).expect("the export before goes");
    }
    let key = run(&shop.verb(&["audit", "key"]));
    assert_eq!(key.code, 0, "{}", key.stderr);
    let exported = run(&shop.verb(&["audit", "export", "--all", "--out", file]));
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    let verified = run(&["audit", "verify", file, "--key", key.stdout.trim()]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

async fn killing_the_program(engine: Engine, cycles: u64) {
    let shop = tokio::task::block_in_place(|| Stocked::new(engine, CLIENTS));
    let mut clients = clients(&shop);
    let mut program = Program::serve(&shop.flags());
    let (mut acknowledged, mut orders) = (0, 0);
    for cycle in 0..cycles {
        let origin = program.origin.clone();
        under_load(&mut clients, &origin, cycle, async {
            a_moment(cycle).await;
            program.never_panicked();
            program.kill();
        })
        .await;
        program = Program::serve(&shop.flags());
        for client in &mut clients {
            client.origin.clone_from(&program.origin);
            acknowledged += client.acknowledged.len();
            client.come_back().await;
        }
        orders = tokio::task::block_in_place(|| whole(&shop.url));
        if cycle % 10 == 9 {
            record_verifies(&shop);
        }
    }
    record_verifies(&shop);
    program.never_panicked();
    assert!(program.stop().success(), "it ends when it is asked to");
    eprintln!("{cycles} kills: {acknowledged} acts acknowledged, {orders} orders");
    assert!(orders > 0, "orders were placed between the kills");
}

/// The database dies under the program, which lives on: what it could not answer is done by repeating it.
async fn killing_the_database(cycles: u64) {
    let server = OwnServer::start();
    let shop = tokio::task::block_in_place(|| Stocked::at(server.url(), None, CLIENTS));
    let mut clients = clients(&shop);
    let program = Program::serve(&shop.flags());
    for cycle in 0..cycles {
        under_load(&mut clients, &program.origin, cycle, async {
            a_moment(cycle).await;
            tokio::task::block_in_place(|| server.stop());
        })
        .await;
        tokio::task::block_in_place(|| server.restart());
        for client in &mut clients {
            client.come_back().await;
        }
        tokio::task::block_in_place(|| whole(&shop.url));
    }
    record_verifies(&shop);
    program.never_panicked();
    assert!(program.stop().success(), "it ends when it is asked to");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_times_on_sqlite() {
    killing_the_program(Engine::Sqlite, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_times_on_postgres() {
    killing_the_program(Engine::Postgres, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_four_times() {
    killing_the_database(4).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: ./test --long"]
async fn two_hundred_times_on_sqlite() {
    killing_the_program(Engine::Sqlite, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: ./test --long"]
async fn two_hundred_times_on_postgres() {
    killing_the_program(Engine::Postgres, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: ./test --long"]
async fn the_database_forty_times() {
    killing_the_database(40).await;
}
