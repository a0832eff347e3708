//! What a customer has a right to: everything that is kept of them as a file, and having it erased; and the link by
//! which somebody whom staff created sets a first password.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::customers::{CustomerDetails, EraseCustomer, ExportCustomer, SendPasswordLink};
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::Problem;
use shop::kernel::id::CustomerId;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;
use shop::orders::CustomerOrders;

use super::customer::{self, customer};
use super::frame::{Office, Posted, Screen};
use crate::op::{Ops, RouteKind};
use crate::storefront::account::data_file;
use crate::storefront::{first_password, place};

const SCREEN: Screen = Screen::whole("office/customer-data.html", "customers", Permission::CustomerEdit);

pub(super) fn ops() -> Ops {
    let (name, needs) = (ExportCustomer::NAME, ExportCustomer::NEEDS);
    let ops = Ops::default()
        .route(RouteKind::Page, Method::GET, "/office/customers/{customer}/data", name, needs, get(show))
        .route(
            RouteKind::Page,
            Method::GET,
            "/office/customers/{customer}/data.json",
            name,
            needs,
            get(download),
        );
    let (name, needs) = (EraseCustomer::NAME, EraseCustomer::NEEDS);
    let ops = ops.route(
        RouteKind::Form,
        Method::POST,
        "/office/customers/{customer}/erase",
        name,
        needs,
        post(erase),
    );
    let (name, needs) = (SendPasswordLink::NAME, SendPasswordLink::NEEDS);
    let path = "/office/customers/{customer}/password-link";
    ops.route(RouteKind::Form, Method::POST, path, name, needs, post(password_link))
}

/// The page's context.
#[derive(Serialize)]
struct DataPage {
    customer: Person,
    /// Orders that still have to reach the customer, newest first.
    under_way: Vec<UnderWay>,
}

#[derive(Serialize)]
struct UnderWay {
    number: String,
    status: &'static str,
}

#[derive(Serialize)]
struct Person {
    id: String,
    number: String,
    name: String,
    version: i64,
}

async fn show(office: Office, Path(id): Path<String>) -> Response {
    office.show(SCREEN, |view| read(view, &id)).await
}

fn read(view: &mut View<'_, '_>, id: &str) -> Result<DataPage, Problem> {
    // Whoever may open the record may not yet take it home or end it.
    if !view.who().may(Permission::CustomerEdit) {
        return Err(Problem::new(&kinds::FORBIDDEN, "You may not do this. Nothing was changed."));
    }
    let customer = customer(id)?;
    let found = view.ask(&CustomerDetails { customer })?.profile;
    Ok(DataPage {
        under_way: under_way(view, customer)?,
        customer: Person {
            id: found.id.to_string(),
            number: found.number,
            name: format!("{} {}", found.first_name, found.last_name),
            version: found.version,
        },
    })
}

/// Orders that cannot be delivered any more once their customer is erased.
fn under_way(view: &mut View<'_, '_>, customer: CustomerId) -> Result<Vec<UnderWay>, Problem> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = view.ask(&CustomerOrders { customer, after })?;
        let open = page.items.into_iter().filter(|order| !order.status.is_over());
        found.extend(open.map(|order| UnderWay { number: order.number, status: order.status.name() }));
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}

async fn download(office: Office, Path(id): Path<String>) -> Response {
    let taken = async {
        let (caller, desk) = (office.caller(), &office.app.desk);
        let ask = ExportCustomer { customer: customer(&id)? };
        office.app.gate.run(|| desk.ask(&caller, &ask)).await
    };
    match taken.await {
        Ok(all) => data_file(&all, "customer-data.json"),
        Err(wrong) => office.refusal(SCREEN, &wrong).await,
    }
}

async fn erase(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let done = async {
        let act: EraseCustomer = form.read(&["number", "version"], &[("customer", id.clone())])?;
        office.act(act, form.once.clone()).await
    };
    match done.await {
        Ok(_) => office.done("/office/customers", office.texts().say("customer-erased")),
        Err(wrong) => office.again(SCREEN, &wrong, |view| read(view, &id)).await,
    }
}

/// Makes the link. It is shown this once, to be handed over; it leads to the first site's shop.
async fn password_link(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let token = office.app.token(first_password::PREFIX);
    let done = async {
        let act = SendPasswordLink { customer: customer(&id)?, token: TokenHash::of(&token) };
        let site = office.arrival.directory.sites(office.arrival.tenant).next().cloned();
        let site = site.ok_or_else(|| Problem::new(&kinds::CONFLICT, "There is no site yet."))?;
        let (caller, desk) = (office.caller(), &office.app.desk);
        let answer = office.app.gate.answer(desk, &caller, act, form.once.clone()).await?;
        Ok::<_, Problem>((answer.is_replay(), place::start(&site, None, None)))
    };
    let back = format!("/office/customers/{id}");
    match done.await {
        Ok((false, shop)) => {
            let link = format!("{}{shop}/first-password/{token}", office.app.settings.public_url);
            office.done_with_link(&back, office.texts().say("customer-password-link-made"), &link)
        }
        Ok((true, _)) => office.done(&back, office.texts().say("saved")),
        Err(wrong) => office.refusal(customer::SCREEN, &wrong).await,
    }
}
