//! Stories about staff, on both engines.

mod groups;
mod imports;
mod passwords;
mod rights;
pub(crate) mod sessions;
mod set_up;
mod sign_in;
mod users;

use crate::desk::{Act, Answer, Caller, Credential};
use crate::kernel::{Problem, Secret};
use crate::people::create::CreateUser;
use crate::people::password::{GivenPassword, NewPassword};
use crate::people::sign_in::{SignIn, SignedIn};
use crate::people::user::User;
use crate::testing::TestShop;

pub(super) const PASSWORD: &str = "correct horse battery";

/// Does an act and answers what it answered.
pub(super) fn done<A: Act>(shop: &TestShop, caller: &Caller, act: A) -> Result<A::Out, Problem> {
    shop.desk.act(caller, act, None).and_then(Answer::out)
}

/// Why something was refused.
pub(super) fn refusal<T>(outcome: Result<T, Problem>) -> Problem {
    outcome.err().expect("a refusal")
}

pub(super) fn given(password: &str) -> GivenPassword {
    GivenPassword::new(Secret::new(password.to_owned()))
}

pub(super) fn chosen<const MIN: usize>(password: &str) -> NewPassword<MIN> {
    NewPassword::new(Secret::new(password.to_owned())).expect("a good password")
}

/// A user as an administrator's form describes one.
pub(super) fn new_user(name: &str, roles: &[&str]) -> CreateUser {
    let email = format!("{}@northlight.example", name.to_lowercase());
    CreateUser {
        name: name.parse().unwrap(),
        email: email.parse().unwrap(),
        password: Some(chosen(PASSWORD)),
        locale: crate::kernel::Locale::En,
        agent: false,
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
        groups: Vec::new(),
        sites: Vec::new(),
    }
}

/// Ada, the administrator, and a user that she has created.
pub(super) fn with_user(shop: &TestShop, user: CreateUser) -> (Caller, User) {
    let (_, ada) = shop.user("Ada", &["administrator"], false);
    let ada = shop.caller(ada);
    let user = done(shop, &ada, user).unwrap();
    (ada, user)
}

/// Tries to sign in from an address.
pub(super) fn sign_in_from(
    shop: &TestShop,
    address: &str,
    email: &str,
    password: &str,
) -> Result<(SignedIn, Credential), Problem> {
    let (_, token) = shop.token("us");
    let caller = Caller { address: address.to_owned(), ..shop.nobody() };
    let act = SignIn {
        email: email.parse().unwrap(),
        password: given(password),
        token,
        device: "Firefox on Linux".parse().unwrap(),
        dialect: None,
    };
    done(shop, &caller, act).map(|signed_in| (signed_in, Credential::Staff(token)))
}

pub(super) fn sign_in(
    shop: &TestShop,
    email: &str,
    password: &str,
) -> Result<(SignedIn, Credential), Problem> {
    sign_in_from(shop, "192.0.2.7", email, password)
}

/// The leaves of an action, oldest first: who, and what became of it.
pub(super) fn leaves(shop: &TestShop, action: &str) -> Vec<(String, &'static str)> {
    const LEAVES: store::Statement = store::Statement {
        name: "LEAVES",
        sql: "SELECT actor, outcome FROM leaf WHERE tenant = $1 AND action = $2 ORDER BY at, stream, position",
    };
    let rows = shop.store().read(|tx| tx.all(&LEAVES, store::params![shop.tenant, action]));
    let rows: Vec<store::Row> = rows.map_err(|error: store::Error| error).unwrap();
    let outcome = |row: &store::Row| ["done", "refused", "failed"][row.get::<u32>(1).unwrap() as usize];
    rows.iter().map(|row| (row.get(0).unwrap(), outcome(row))).collect()
}
