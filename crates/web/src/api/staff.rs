//! Staff: signing in and out, one's own password, users, groups, roles, sites.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shop::desk::Act;
use shop::kernel::id::StaffId;
use shop::kernel::{Email, Problem, Secret};
use shop::people::asks::{ListUsers, Me, UserDetails};
use shop::people::create::CreateUser;
use shop::people::edit::{DisableUser, EditUser, EnableUser, UnlockUser};
use shop::people::groups::{
    AddMember, CreateGroup, DeleteGroup, GroupDetails, ListGroups, ListRoles, RemoveMember, RenameGroup,
};
use shop::people::import::ImportStaff;
use shop::people::password::GivenPassword;
use shop::people::set_password::{ChangePassword, SetPassword};
use shop::people::sign_in::{ConfirmPassword, SignIn, SignedIn};
use shop::people::sign_out::{SignOut, SignOutEverywhere, SignOutOthers, SignOutUser};
use shop::sites::acts::{CreateSite, EditSite};
use shop::sites::asks::{ListSites, SiteDetails};
use shop::sites::import::ImportSites;

use crate::App;
use crate::edge::arrival::token;
use crate::edge::{Arrival, Jar, input, problem};
use crate::op::{Given, Issue, Ops, act};

pub(super) fn ops() -> Ops {
    Ops::default()
        .act_with::<SignIn>(Method::POST, "/v1/staff/sign-in", post(sign_in))
        .taking::<Credentials>()
        .answering::<Welcome>()
        .act_with::<SignOut>(Method::POST, "/v1/staff/sign-out", post(sign_out))
        .act::<SignOutOthers>(Method::POST, "/v1/staff/sign-out-others")
        .act::<SignOutEverywhere>(Method::POST, "/v1/staff/sign-out-everywhere")
        .ask::<Me>("/v1/staff/me")
        .act_with::<ConfirmPassword>(Method::POST, "/v1/staff/password/confirm", post(confirm))
        .act::<ChangePassword>(Method::PUT, "/v1/staff/password")
        .ask::<ListUsers>("/v1/users")
        .act::<CreateUser>(Method::POST, "/v1/users")
        .ask::<UserDetails>("/v1/users/{staff_id}")
        .versioned_act::<EditUser>(Method::PATCH, "/v1/users/{staff_id}")
        .act::<DisableUser>(Method::POST, "/v1/users/{staff_id}/disable")
        .act::<EnableUser>(Method::POST, "/v1/users/{staff_id}/enable")
        .act::<UnlockUser>(Method::POST, "/v1/users/{staff_id}/unlock")
        .act::<SetPassword>(Method::PUT, "/v1/users/{staff_id}/password")
        .act::<SignOutUser>(Method::POST, "/v1/users/{staff_id}/sign-out")
        .ask::<ListGroups>("/v1/groups")
        .act::<CreateGroup>(Method::POST, "/v1/groups")
        .ask::<GroupDetails>("/v1/groups/{group_id}")
        .act::<RenameGroup>(Method::PATCH, "/v1/groups/{group_id}")
        .act::<DeleteGroup>(Method::DELETE, "/v1/groups/{group_id}")
        .act::<AddMember>(Method::PUT, "/v1/groups/{group_id}/members/{staff_id}")
        .act::<RemoveMember>(Method::DELETE, "/v1/groups/{group_id}/members/{staff_id}")
        .ask::<ListRoles>("/v1/roles")
        .act::<ImportStaff>(Method::POST, "/v1/imports/staff")
        .act::<ImportSites>(Method::POST, "/v1/imports/sites")
        .ask::<ListSites>("/v1/sites")
        .act::<CreateSite>(Method::POST, "/v1/sites")
        .ask::<SiteDetails>("/v1/sites/{site_id}")
        .versioned_act::<EditSite>(Method::PATCH, "/v1/sites/{site_id}")
}

/// What somebody shows to sign in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The e-mail address.
    #[serde(alias = "login")]
    email: String,
    /// The password.
    password: Secret<String>,
}

impl Credentials {
    pub(super) fn read(body: &Bytes) -> Result<(Email, GivenPassword), Problem> {
        let given: Self = input::from_json(body, &Vec::new(), &[])?;
        // What is no address is nobody's: told like a wrong password.
        let email: Email = given
            .email
            .parse()
            .or_else(|_| "nobody@invalid.example".parse())
            .map_err(|_| Problem::invalid("/email", "This is not an e-mail address."))?;
        Ok((email, GivenPassword::new(given.password)))
    }
}

/// A sign-in, and who it is as the bar is told.
#[derive(Serialize, JsonSchema)]
struct Welcome {
    #[serde(flatten)]
    signed_in: SignedIn,
    staff: Named,
}

#[derive(Serialize, JsonSchema)]
struct Named {
    id: StaffId,
    name: String,
    /// Nothing here: `/v1/staff/me` says what somebody is.
    roles: [String; 0],
}

async fn sign_in(issue: Issue) -> Response {
    let make = |issue: &Issue, hash| {
        let (email, password) = Credentials::read(&issue.body)?;
        let device = device(&issue.headers).parse().unwrap_or_default();
        Ok(SignIn { email, password, token: hash, device, dialect: None })
    };
    let shape = |signed_in: SignedIn| {
        let staff = Named { id: signed_in.staff_id, name: signed_in.name.clone(), roles: [] };
        Welcome { signed_in, staff }
    };
    issue.unsigned().give(Given::kept(token::STAFF, Jar::Staff, None), make, shape).await
}

/// The sign-in goes on with a new token.
async fn confirm(issue: Issue) -> Response {
    let given = Given::kept(token::STAFF, Jar::Staff, None);
    issue.give(given, Issue::read::<ConfirmPassword>, |confirmed| confirmed).await
}

/// What the browser calls itself, cut to a length that fits a list of sign-ins.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.chars().filter(|c| !c.is_control()).take(200).collect()
}

async fn sign_out(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    leave::<SignOut>(&app, &arrival, &params, &headers, &body, &[Jar::Staff, Jar::Bar]).await
}

/// Signs out, and takes these cookies back whatever the answer is.
pub(super) async fn leave<A: Act>(
    app: &App,
    arrival: &Arrival,
    params: &RawPathParams,
    headers: &HeaderMap,
    body: &Bytes,
    jars: &[Jar],
) -> Response {
    let done = act::<A>(app, arrival, params, &Method::POST, headers, body, &[]);
    let mut response = match done.await {
        Ok((out, _)) => Json(out).into_response(),
        Err(refused) => problem::response(&refused, arrival.request),
    };
    for jar in jars {
        response.headers_mut().append(header::SET_COOKIE, jar.clear(app.settings.secure()));
    }
    response.headers_mut().insert("clear-site-data", header::HeaderValue::from_static("\"cache\""));
    response
}
