//! Taking the log home as a file, in pieces as they are written.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::post;
use futures_util::stream;
use shop::audit::exporting::{Export, ExportError};
use shop::audit::trail::AuditSearch;
use shop::desk::Act;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use tokio::sync::mpsc;

use super::audit::{Filter, LIST};
use super::frame::{Office, Posted};
use crate::edge::{Form, input};
use crate::op::{Ops, RouteKind};

/// Leaves that a filter may pick out for one file. The whole log has no such limit.
const PICKED: usize = 2_000;
/// Bytes that go out at once.
const PIECE: usize = 64 * 1024;

pub(super) fn ops() -> Ops {
    let (name, needs) = (Export::NAME, Export::NEEDS);
    Ops::default().route(RouteKind::Form, Method::POST, "/office/audit/export", name, needs, post(export))
}

async fn export(Posted { office, form }: Posted) -> Response {
    let started = async {
        let export = wanted(&office, &form).await?;
        first_piece(&office, export).await
    };
    match started.await {
        Ok(body) => download(body),
        Err(wrong) => office.refusal(LIST, &wrong).await,
    }
}

/// One session, the leaves a filter lets through, or the whole log.
async fn wanted(office: &Office, form: &Form) -> Result<Export, Problem> {
    let filter: Filter = input::from_pairs(form.fields.clone(), &Vec::new())?;
    let only_session = form.fields.len() == 1 && !form.field("session").is_empty();
    if only_session {
        let session = form.field("session").parse().map_err(|_| Problem::not_found("session"))?;
        return Ok(Export { session: Some(session), ..Export::default() });
    }
    if filter.is_empty() {
        return Ok(Export::default());
    }
    let (caller, zone, desk) = (office.caller(), office.zone(), &office.app.desk);
    let leaves = office.app.gate.run(|| desk.view(&caller, |view| picked(view, &filter, &zone))).await?;
    if leaves.is_empty() {
        return Err(Problem::new(
            &kinds::NOT_READY,
            "No signed entry matches this filter. Nothing was exported.",
        ));
    }
    Ok(Export { leaves, ..Export::default() })
}

fn picked(
    view: &mut shop::desk::View<'_, '_>,
    filter: &Filter,
    zone: &jiff::tz::TimeZone,
) -> Result<Vec<String>, Problem> {
    let Some(search) = filter.search(view, zone)? else { return Ok(Vec::new()) };
    let mut leaves = Vec::new();
    let mut after = None;
    loop {
        let page = view.ask(&AuditSearch { after, size: Some(200), ..search.clone() })?;
        leaves.extend(page.items.iter().filter_map(|leaf| leaf.place).map(|place| place.to_string()));
        if leaves.len() > PICKED {
            let said =
                format!("More than {PICKED} entries match. Narrow the filter, or export the whole log.");
            return Err(Problem::new(&kinds::TOO_LARGE, said));
        }
        after = page.next;
        if after.is_none() {
            return Ok(leaves);
        }
    }
}

/// Starts writing, and waits for the first piece: until then a refusal can still be answered as one.
async fn first_piece(office: &Office, export: Export) -> Result<Body, Problem> {
    let (out, mut pieces) = mpsc::channel::<io::Result<Bytes>>(4);
    let (desk, caller) = (office.app.desk.clone(), office.caller());
    let (refused, was_refused) = tokio::sync::oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let mut pipe = Pipe { out, held: Vec::with_capacity(PIECE), sent: false };
        let written = desk.export_audit(&caller, &export, &mut pipe).map_err(|error| match error {
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
            let rest = stream::unfold(pieces, |mut pieces| async { Some((pieces.recv().await?, pieces)) });
            let all = futures_util::StreamExt::chain(stream::once(async { first }), rest);
            Ok(Body::from_stream(all))
        }
        None => Err(was_refused
            .await
            .unwrap_or_else(|_| Problem::new(&kinds::INTERNAL, "The export is empty. Try again."))),
    }
}

fn download(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
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
