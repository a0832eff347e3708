//! Taking the log home as a file: one session, what a filter lets through, or the whole log.

use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use shop::audit::exporting::Export;
use shop::audit::trail::AuditSearch;
use shop::desk::Act;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use super::audit::{Filter, LIST};
use super::frame::{Office, Posted};
use crate::api::audit;
use crate::edge::{Form, input};
use crate::op::{Ops, RouteKind};

/// Leaves that a filter may pick out for one file. The whole log has no such limit.
const PICKED: usize = 2_000;

pub(super) fn ops() -> Ops {
    let (name, needs) = (Export::NAME, Export::NEEDS);
    Ops::default().route(RouteKind::Form, Method::POST, "/office/audit/export", name, needs, post(export))
}

async fn export(Posted { office, form }: Posted) -> Response {
    let started = async {
        let export = wanted(&office, &form).await?;
        // Without the form's key: what a filter lets through differs from one click to the next.
        audit::stream(&office.app, office.caller(), export, None).await
    };
    match started.await {
        Ok(file) => file,
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
