//! The audit log: searched, looked at, taken home as a file; and the checkpoints, which are for everybody.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::post;
use shop::audit::exporting::{Export, ExportError};
use shop::audit::published::{Checkpoints, LatestCheckpoint};
use shop::audit::trail::{AuditLeaf, AuditSearch, AuditSession};
use shop::desk::{Act, Caller, Once};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use tokio::sync::mpsc;

use crate::App;
use crate::edge::{Arrival, csrf, input, problem};
use crate::op::{Ops, check_json, mark_replay, once};

/// What an export is: JSON, one document a line.
const LINES: &str = "application/x-ndjson";

/// Bytes that go out at once.
const PIECE: usize = 64 * 1024;

pub(super) fn ops() -> Ops {
    Ops::default()
        .ask::<LatestCheckpoint>("/v1/audit/checkpoint")
        .ask::<Checkpoints>("/v1/audit/checkpoints")
        .ask::<AuditSearch>("/v1/audit/leaves")
        .ask::<AuditLeaf>("/v1/audit/leaves/{stream}/{position}")
        .ask::<AuditSession>("/v1/audit/sessions/{session}")
        .act_with::<Export>(Method::POST, "/v1/audit/export", post(export))
        .answering_as(LINES)
}

/// A repeat with the same key gets the same export again, which is recorded once.
async fn export(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let started = async {
        if arrival.speaks_by_cookie() {
            csrf::check_origin(&Method::POST, &headers)?;
        }
        check_json(&headers, &body)?;
        let export: Export = input::from_json(&body, &Vec::new(), &[])?;
        let once = once(&headers, &Method::POST, &params, &body)?;
        stream(&app, arrival.in_api(Export::NEEDS)?, export, once).await
    };
    started.await.unwrap_or_else(|refused| problem::response(&refused, arrival.request))
}

/// Starts writing, and waits for the first piece: until then a refusal can still be answered as one.
pub(crate) async fn stream(
    app: &App,
    caller: Caller,
    export: Export,
    once: Option<Once>,
) -> Result<Response, Problem> {
    let begun = app.gate.run(|| app.desk.begin_export(&caller, &export, once)).await?;
    let replayed = begun.is_replay();
    let (out, mut pieces) = mpsc::channel::<io::Result<Bytes>>(4);
    let desk = app.desk.clone();
    let (refused, was_refused) = tokio::sync::oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let mut pipe = Pipe { out, held: Vec::with_capacity(PIECE), sent: false };
        let written = desk.write_export(&begun, &mut pipe).map_err(|error| match error {
            ExportError::Refused(problem) => problem,
            ExportError::Write(error) => Problem::new(&kinds::INTERNAL, error.to_string()),
        });
        match written {
            Ok(_) => pipe.flush().unwrap_or_default(),
            Err(problem) if pipe.sent => {
                tracing::warn!(%problem, "an export broke off");
                // The file must not look whole: the connection breaks with it.
                pipe.out.blocking_send(Err(io::Error::other("the export broke off"))).unwrap_or_default();
            }
            Err(problem) => refused.send(problem).unwrap_or_default(),
        }
    });
    match pieces.recv().await {
        Some(first) => {
            let rest = futures_util::stream::unfold(pieces, |mut pieces| async {
                Some((pieces.recv().await?, pieces))
            });
            let all = futures_util::StreamExt::chain(futures_util::stream::once(async { first }), rest);
            Ok(download(Body::from_stream(all), replayed))
        }
        None => Err(was_refused
            .await
            .unwrap_or_else(|_| Problem::new(&kinds::INTERNAL, "The export is empty. Try again."))),
    }
}

fn download(body: Body, replayed: bool) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    mark_replay(headers, replayed);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(LINES));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"audit.jsonl\""),
    );
    response
}

/// Hands on what is written, in pieces.
struct Pipe {
    out: mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
    sent: bool,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.sent = true;
        let piece = Bytes::from(std::mem::take(&mut self.held));
        // Nobody receives any more once the browser has gone.
        self.out.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
