//! Finding customers, and creating one.

use axum::extract::Query;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use shop::customers::search::{Badge, FoundCustomer, Hint};
use shop::customers::{CreateCustomer, SearchCustomers};
use shop::desk::{Act, Ask, Permission};
use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};

use super::frame::{Office, Posted, Screen};
use super::parts::Choice;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen {
    template: "office/customers.html",
    piece: Some("partials/office-customers.html"),
    section: "customers",
    needs: Some(Permission::CustomerSearch),
};
const NEW: Screen = Screen::whole("office/customer-new.html", "customers", Permission::CustomerCreate);

pub(super) fn ops() -> Ops {
    let (search, create) = (SearchCustomers::NAME, CreateCustomer::NAME);
    Ops::default()
        .route(RouteKind::Page, Method::GET, "/office/customers", search, SearchCustomers::NEEDS, get(list))
        .route(RouteKind::Page, Method::GET, "/office/customers/new", create, CreateCustomer::NEEDS, get(new))
        .route(
            RouteKind::Form,
            Method::POST,
            "/office/customers/new",
            create,
            CreateCustomer::NEEDS,
            axum::routing::post(make),
        )
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

/// The list's context.
#[derive(Serialize)]
struct List {
    query: String,
    customers: Vec<Row>,
    more: bool,
    near: bool,
}

/// A customer in the list.
#[derive(Serialize)]
struct Row {
    id: String,
    number: String,
    name: String,
    email: String,
    city: String,
    segment: String,
    vip: bool,
    consent: bool,
    live: bool,
    status: &'static str,
    last_order_at: Option<i64>,
    helped_by: String,
}

impl From<FoundCustomer> for Row {
    fn from(found: FoundCustomer) -> Self {
        let is = |badge| found.badges.contains(&badge);
        let status = match (is(Badge::Disabled), is(Badge::Locked)) {
            (true, _) => "disabled",
            (false, true) => "locked",
            (false, false) => "active",
        };
        Self {
            vip: is(Badge::Vip),
            consent: !is(Badge::NoConsent),
            live: is(Badge::Live),
            status,
            id: found.id.to_string(),
            number: found.number,
            name: found.name,
            email: found.email,
            city: found.city,
            segment: found.segment,
            last_order_at: found.last_order.map(|order| order.placed_at.0),
            helped_by: found.assisted_by.join(", "),
        }
    }
}

async fn list(office: Office, Query(search): Query<Search>) -> Response {
    office
        .show(LIST, |view| {
            let q =
                search.q.parse().map_err(|_| Problem::invalid("/q", "This is too long to search for."))?;
            let found = view.ask(&SearchCustomers { q, limit: None })?;
            Ok(List {
                query: search.q.trim().to_owned(),
                more: found.more,
                near: found.hint == Some(Hint::Near),
                customers: found.customers.into_iter().map(Row::from).collect(),
            })
        })
        .await
}

/// The context of the form for a new customer.
#[derive(Serialize)]
struct New {
    languages: Vec<Choice>,
    form: NewForm,
}

#[derive(Default, Serialize)]
struct NewForm {
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    locale: String,
    segment: String,
}

impl New {
    fn of(office: &Office, form: NewForm) -> Self {
        let texts = office.texts();
        let choice = |locale: Locale| Choice {
            value: locale.tag().to_owned(),
            name: texts.say_of("language", "code", locale.tag()),
        };
        Self { languages: Locale::ALL.into_iter().map(choice).collect(), form }
    }
}

async fn new(office: Office) -> Response {
    office
        .show(NEW, |view| {
            may_create(view.who())?;
            let locale = office.locale().tag().to_owned();
            Ok(New::of(&office, NewForm { locale, ..NewForm::default() }))
        })
        .await
}

/// The form stands on an act, which refuses by itself; without the right there is no use in showing it.
fn may_create(who: &shop::desk::Acting) -> Result<(), Problem> {
    if who.may(Permission::CustomerCreate) {
        return Ok(());
    }
    Err(Problem::new(&kinds::FORBIDDEN, "You may not do this. Nothing was changed."))
}

const FIELDS: &[&str] = &["first_name", "last_name", "email", "phone", "locale", "segment"];

async fn make(Posted { office, form }: Posted) -> Response {
    let made = async {
        let act: CreateCustomer = form.read(FIELDS, &[])?;
        office.act(act, form.once.clone()).await
    };
    match made.await {
        Ok(created) => {
            let said = office.texts().say_of("customer-created", "number", &created.number);
            office.done(&format!("/office/customers/{}", created.id), said)
        }
        Err(wrong) => {
            let typed = |name| form.field(name).to_owned();
            office
                .again(NEW, &wrong, |_| {
                    Ok(New::of(
                        &office,
                        NewForm {
                            first_name: typed("first_name"),
                            last_name: typed("last_name"),
                            email: typed("email"),
                            phone: typed("phone"),
                            locale: typed("locale"),
                            segment: typed("segment"),
                        },
                    ))
                })
                .await
        }
    }
}
