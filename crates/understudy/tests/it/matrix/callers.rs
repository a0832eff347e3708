//! Everybody who may call, and what each is to be answered.

use shop::people::role::SHIPPED;

use crate::kit::Scene;
use crate::ops::{Row, Who};

/// Roles whose agents may place orders.
pub(super) const PLACING: [&str; 2] = ["agent", "sales-manager"];

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Anonymous,
    /// A visitor with a guest's token.
    Guest,
    /// The customer whose things they are.
    Haru,
    /// Another customer of the same shop.
    Mia,
    /// A customer of another tenant, at this one's address.
    ForeignCustomer,
    /// A user with this role, plainly signed in.
    Plain(&'static str),
    /// An agent with this role, acting for Haru.
    Acting(&'static str),
    /// An agent acting for Mia.
    ActingForMia,
    /// The token of an assist session that was ended.
    EndedSession,
    /// The token of a staff sign-in that was ended.
    SignedOut,
    /// An administrator of another tenant, at this one's address.
    ForeignStaff,
}

/// A caller and their token.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) kind: Kind,
    pub(super) token: String,
}

const AGENTS: [&str; 3] = ["agent", "sales-agent", "sales-manager"];

/// Every kind there is.
pub(super) fn kinds() -> Vec<Kind> {
    use Kind::{
        Acting, ActingForMia, Anonymous, EndedSession, ForeignCustomer, ForeignStaff, Guest, Haru, Mia,
        Plain, SignedOut,
    };
    let mut all = vec![
        Anonymous,
        Guest,
        Haru,
        Mia,
        ForeignCustomer,
        ActingForMia,
        EndedSession,
        SignedOut,
        ForeignStaff,
    ];
    all.extend(SHIPPED.iter().map(|role| Plain(role.name)));
    all.extend(AGENTS.map(Acting));
    all
}

impl Kind {
    /// Somebody new of this kind.
    pub(super) async fn come(self, scene: &mut Scene) -> Caller {
        let token = match self {
            Self::Anonymous => String::new(),
            Self::Guest => scene.guest().await,
            Self::Haru => scene.customer(scene.haru),
            Self::Mia => scene.customer(scene.mia),
            Self::ForeignCustomer => scene.elsewhere(|scene| scene.customer(scene.stranger)),
            Self::Plain(role) => scene.staff(role),
            Self::Acting(role) => scene.start(&scene.staff(role), scene.haru).await.0,
            Self::ActingForMia => scene.start(&scene.staff("agent"), scene.mia).await.0,
            Self::EndedSession => {
                let token = scene.start(&scene.staff("agent"), scene.haru).await.0;
                scene.post(&token, "/v1/assist-session/end").await;
                token
            }
            Self::SignedOut => {
                let token = scene.staff("administrator");
                scene.post(&token, "/v1/staff/sign-out").await;
                token
            }
            Self::ForeignStaff => scene.elsewhere(|scene| scene.staff("administrator")),
        };
        Caller { kind: self, token }
    }

    /// What an operation of the API must answer: `None` when it may be done, else the status of the refusal.
    pub(super) fn refused(self, row: &Row) -> Option<u16> {
        let staff = matches!(self, Self::Plain(_));
        let acting = matches!(self, Self::Acting(_) | Self::ActingForMia);
        let sent_from_beside = ["/end", "/undo"].iter().any(|end| row.operation.ends_with(end));
        match (self, row.who) {
            (_, Who::Whoever) => None,
            // A token that is no longer good is refused whatever is wanted, a sign-in of somebody else's above all.
            (Self::EndedSession, _) => Some(410),
            (Self::SignedOut | Self::ForeignCustomer | Self::ForeignStaff, _) => Some(401),
            (_, Who::Anybody) => None,
            (Self::Anonymous, _) => Some(401),
            (_, Who::Visitor) => staff.then_some(403),
            (Self::Guest, Who::Account) => Some(401),
            // Whose account it would be is asked before what it holds.
            (Self::Guest, Who::Haru) if row.operation.contains("/account/") => Some(401),
            (_, Who::Account) => staff.then_some(403),
            (Self::Haru, Who::Haru | Who::HaruPlacing | Who::HaruInPerson | Who::InPerson) => None,
            (Self::Acting(_), Who::Haru) => None,
            (Self::Acting(role), Who::HaruPlacing) => (!PLACING.contains(&role)).then_some(403),
            (Self::Mia | Self::Guest | Self::ActingForMia, Who::Haru | Who::HaruPlacing) => Some(404),
            (Self::Mia, Who::InPerson) => None,
            (Self::Guest, Who::InPerson) => Some(401),
            (Self::Guest, Who::HaruInPerson) if row.operation.contains("/account/") => Some(401),
            (Self::Mia | Self::Guest, Who::HaruInPerson) => Some(404),
            (Self::Acting(_), Who::Acting) => None,
            (Self::ActingForMia, Who::Acting) => Some(404),
            // The order may be seen by whoever acts for Haru, and by nobody else.
            (Self::ActingForMia, Who::HaruInPerson) if row.operation.ends_with("/card-payment") => Some(404),
            (_, Who::InSession) if acting => None,
            // Which session is meant can be said, or else there is none.
            (Self::Plain(_), Who::InSession) if sent_from_beside => Some(422),
            (Self::Plain(_), Who::InSession) => Some(404),
            (Self::Plain(_), Who::SignedIn) => None,
            (Self::Plain(role), Who::Staff(roles)) => (!roles.contains(&role)).then_some(403),
            // What is staff's is done from the agent's own tab.
            (_, Who::Staff(_)) if acting => Some(409),
            _ => Some(403),
        }
    }
}
