//! Connections: taken one by one, each request's head awaited for a limited time, all of them ended in order.

use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

/// How long a client may take for the head of a request, and how long a connection may lie idle.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// How long requests that are under way may go on when the program is asked to end.
const DRAINED_WITHIN: Duration = Duration::from_secs(5);
/// How long nothing is taken after the system had no connection to give: it is out of file handles.
const BREATHER: Duration = Duration::from_millis(50);

/// Everything that is served at one address.
pub type Whole = BoxCloneSyncService<Request, Response, Infallible>;

/// Serves until the program is asked to end, then until what is under way is done, or [`DRAINED_WITHIN`]. `ending` is
/// called in between: it lets go of what would not be done by itself.
pub async fn serve(listener: TcpListener, service: Whole, ending: impl FnOnce()) {
    let connections = GracefulShutdown::new();
    let mut asked_to_end = pin!(asked_to_end());
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut asked_to_end => break,
        };
        let (stream, address) = match taken {
            Ok(taken) => taken,
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(BREATHER).await;
                continue;
            }
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "small answers will wait for more");
        }
        let service = service.clone();
        let answer = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
            service.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .serve_connection(TokioIo::new(stream), answer);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
        });
    }
    drop(listener);
    ending();
    if tokio::time::timeout(DRAINED_WITHIN, connections.shutdown()).await.is_err() {
        tracing::info!("connections that were still open were cut");
    }
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_end() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let terminated = async {
        match &mut terminate {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
