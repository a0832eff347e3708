//! Clients that dribble do not hold a connection for ever, and ending lets what is under way end.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use store::Engine;

use crate::kit::{ADMINISTRATOR, Http, Program, Stocked};

/// More than the program grants for a request's head or body.
const LONG_ENOUGH: Duration = Duration::from_secs(40);

fn connect(program: &Program) -> TcpStream {
    let address = program.origin.trim_start_matches("http://");
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(LONG_ENOUGH)).expect("a time to wait");
    stream
}

/// Sends the beginning and then nothing more; everything that comes back before the connection is closed.
fn dribble(program: &Program, beginning: &str) -> String {
    let mut stream = connect(program);
    stream.write_all(beginning.as_bytes()).expect("the beginning is taken");
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        // Cut off hard is cut off.
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("still open after {LONG_ENOUGH:?}: {error}"),
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_dribbles_is_cut_off() {
    let shop = tokio::task::block_in_place(|| Stocked::new(Engine::Sqlite, 1));
    let program = Program::serve(&shop.flags());
    let body = "POST /v1/staff/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                content-length: 100\r\n\r\n{\"email\":";
    let (head, body) = tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let head = scope.spawn(|| dribble(&program, "GET /v1/categories HTTP/1.1\r\nhost:"));
            let body = scope.spawn(|| dribble(&program, body));
            (head.join().expect("it ends"), body.join().expect("it ends"))
        })
    });
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 408"), "{head}");
    assert!(body.starts_with("HTTP/1.1 408") && body.contains("application/problem+json"), "{body}");
    assert_eq!(Http::at(&program.origin).status("/v1/categories").await, 200, "others are served meanwhile");
    assert!(program.stop().success());
}

/// Asked to end with a stream open and a request half sent: it ends all the same, in order.
#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_it_is_asked_to() {
    let shop = tokio::task::block_in_place(|| Stocked::new(Engine::Sqlite, 1));
    let program = Program::serve(&shop.flags());
    let staff = Http::at(&program.origin).signed_in(ADMINISTRATOR).await;
    let stream = staff.send(Method::GET, "/v1/events", Value::Null).await;
    assert_eq!(stream.status(), 200);
    let mut half = connect(&program);
    half.write_all(b"GET /v1/categories HTTP/1.1\r\n").expect("half a request");
    let ended = tokio::task::spawn_blocking(move || program.stop());
    let ended =
        tokio::time::timeout(Duration::from_secs(20), ended).await.expect("it ends").expect("it is asked");
    assert!(ended.success(), "{ended}");
    drop((stream, half));
}
