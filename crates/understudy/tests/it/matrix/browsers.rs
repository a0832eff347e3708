//! Every browser that may come to the shop's own pages, and whom it stands for there.

use axum::http::Method;
use shop::people::role::{AGENT_ROLES, SHIPPED};

use super::callers::PLACING;
use super::coming::{acting, shopping, start};
use crate::kit::{Scene, Seen, Sent, Things};
use crate::ops::{Row, Who};

/// A browser and the tab it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One that was never here.
    Nobody,
    /// A visitor's, who has put something into a cart.
    Guest,
    /// That of the customer whose things they are.
    Haru,
    /// Another customer's of the same shop.
    Mia,
    /// One with the sign-in of a customer of another tenant.
    ForeignCustomer,
    /// One whose customer's sign-in has ended.
    SignedOutCustomer,
    /// That of a user with this role, in no tab.
    Plain(&'static str),
    /// The tab of an agent with this role, acting for Haru.
    Acting(&'static str),
    /// The tab of an agent acting for Mia.
    ActingForMia,
    /// The tab of an agent acting for Haru, in a browser in which Mia is signed in.
    ActingBesideMia,
    /// The tab of an agent acting for Mia, in a browser in which Haru is signed in.
    ActingForMiaBesideHaru,
    /// The tab of a session that was ended.
    Ended,
    /// A tab there never was, in an agent's browser.
    NoSuchTab,
    /// The tab of an agent whose sign-in has ended.
    SignedOutAgent,
    /// A tab's address in Haru's own browser, in which no agent is signed in.
    HaruInTab,
    /// The tab of an agent of another tenant, at this one's address.
    ForeignAgent,
}

/// For whom a browser is taken where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Nobody,
    Guest,
    Haru,
    Mia,
    Acting(&'static str),
    ActingForMia,
    /// In a tab without a session.
    Ended,
    /// In a tab without an agent's sign-in.
    NoAgent,
}

/// What a browser is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// What it asked for.
    Done,
    /// To sign in first.
    SignIn,
    /// A page of this status.
    Refused(u16),
}

/// Every kind there is.
pub(super) fn kinds() -> Vec<Kind> {
    use Kind::{
        Acting, ActingBesideMia, ActingForMia, ActingForMiaBesideHaru, Ended, ForeignAgent, ForeignCustomer,
        Guest, Haru, HaruInTab, Mia, NoSuchTab, Nobody, Plain, SignedOutAgent, SignedOutCustomer,
    };
    let mut all = vec![
        Nobody,
        Guest,
        Haru,
        Mia,
        ForeignCustomer,
        SignedOutCustomer,
        ActingForMia,
        ActingBesideMia,
        ActingForMiaBesideHaru,
        Ended,
        NoSuchTab,
        SignedOutAgent,
        HaruInTab,
        ForeignAgent,
    ];
    all.extend(SHIPPED.iter().map(|role| Plain(role.name)));
    all.extend(AGENT_ROLES.iter().map(|role| Acting(role)));
    all
}

/// A browser: the tab it is in, and the cookies it sends.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    pub(super) kind: Kind,
    /// `""`, or `/as/3`.
    tab: String,
    cookies: Vec<(&'static str, String)>,
}

impl Kind {
    /// Somebody new of this kind.
    pub(super) async fn come(self, scene: &mut Scene) -> Browser {
        let (tab, cookies) = match self {
            Self::Nobody => (None, vec![]),
            Self::Guest => (None, vec![("us_guest", shopping(scene).await)]),
            Self::Haru => (None, vec![("us_customer", scene.customer(scene.haru))]),
            Self::Mia => (None, vec![("us_customer", scene.customer(scene.mia))]),
            Self::ForeignCustomer => {
                (None, vec![("us_customer", scene.elsewhere(|scene| scene.customer(scene.stranger)))])
            }
            Self::SignedOutCustomer => {
                let token = scene.customer(scene.haru);
                scene.post(&token, "/v1/account/sign-out").await;
                (None, vec![("us_customer", token)])
            }
            Self::Plain(role) => (None, vec![("us_staff", scene.staff(role))]),
            Self::Acting(role) => acting(scene, role, scene.haru).await,
            Self::ActingForMia => acting(scene, "agent", scene.mia).await,
            Self::ActingBesideMia => {
                let (tab, mut cookies) = acting(scene, "agent", scene.haru).await;
                cookies.push(("us_customer", scene.customer(scene.mia)));
                (tab, cookies)
            }
            Self::ActingForMiaBesideHaru => {
                let (tab, mut cookies) = acting(scene, "agent", scene.mia).await;
                cookies.push(("us_customer", scene.customer(scene.haru)));
                (tab, cookies)
            }
            Self::Ended => {
                let (staff, token, tab) = start(scene, "agent", scene.haru).await;
                scene.post(&token, "/v1/assist-session/end").await;
                (Some(tab), vec![("us_staff", staff)])
            }
            Self::NoSuchTab => (Some(999), vec![("us_staff", scene.staff("agent"))]),
            Self::SignedOutAgent => {
                let (staff, _, tab) = start(scene, "agent", scene.haru).await;
                scene.post(&staff, "/v1/staff/sign-out").await;
                (Some(tab), vec![("us_staff", staff)])
            }
            Self::HaruInTab => (Some(1), vec![("us_customer", scene.customer(scene.haru))]),
            Self::ForeignAgent => {
                (Some(1), vec![("us_staff", scene.elsewhere(|scene| scene.staff("agent")))])
            }
        };
        Browser { kind: self, tab: tab.map(|tab| format!("/as/{tab}")).unwrap_or_default(), cookies }
    }

    fn standing(self) -> Standing {
        match self {
            Self::Nobody | Self::ForeignCustomer | Self::SignedOutCustomer | Self::Plain(_) => {
                Standing::Nobody
            }
            Self::Guest => Standing::Guest,
            Self::Haru => Standing::Haru,
            Self::Mia => Standing::Mia,
            Self::Acting(role) => Standing::Acting(role),
            Self::ActingBesideMia => Standing::Acting("agent"),
            Self::ActingForMia | Self::ActingForMiaBesideHaru => Standing::ActingForMia,
            Self::Ended | Self::NoSuchTab => Standing::Ended,
            Self::SignedOutAgent | Self::HaruInTab | Self::ForeignAgent => Standing::NoAgent,
        }
    }

    /// The role in which an agent's or a user's own sign-in is shown, if one is.
    fn role(self) -> Option<&'static str> {
        match self {
            Self::Plain(role) | Self::Acting(role) => Some(role),
            Self::ActingForMia
            | Self::ActingBesideMia
            | Self::ActingForMiaBesideHaru
            | Self::Ended
            | Self::NoSuchTab => Some("agent"),
            _ => None,
        }
    }

    /// What this browser is to be told at this row.
    pub(super) fn told(self, row: &Row) -> Told {
        use Told::{Done, Refused, SignIn};
        let standing = self.standing();
        let account = row.operation.contains("/account") && !row.operation.contains("/orders/{order}/");
        match (standing, row.who) {
            (_, Who::Whoever) => Done,
            // Who comes to help starts anew, from whatever tab.
            (_, Who::Staff(roles)) => match self.role() {
                Some(role) if roles.contains(&role) => Done,
                Some(_) => Refused(403),
                None => SignIn,
            },
            (_, Who::Agents(roles)) => match self.role() {
                Some(role) if roles.contains(&role) => Done,
                _ => SignIn,
            },
            // A session that is over has been ended.
            (Standing::Acting(_) | Standing::ActingForMia | Standing::Ended, Who::InSession) => Done,
            (Standing::Nobody | Standing::NoAgent, Who::InSession) => Refused(401),
            (_, Who::InSession) => Refused(403),
            (Standing::Ended, _) => Refused(410),
            (Standing::NoAgent, _) => SignIn,
            (Standing::Acting(_) | Standing::ActingForMia, Who::OutsideTabs) => Refused(409),
            // They are about to come back to their own cart; a stranger's is not begun meanwhile. A stream ends.
            (_, Who::Anybody) if self.lost_a_sign_in() && wants_the_sign_in(row) => SignIn,
            (_, Who::Anybody | Who::OutsideTabs) => Done,
            (Standing::Acting(_) | Standing::ActingForMia, Who::Holder) => Refused(403),
            (_, Who::Holder) => Done,
            (Standing::Nobody, _) => SignIn,
            (Standing::Guest, Who::Account | Who::InPerson) => SignIn,
            (Standing::Guest, _) if account => SignIn,
            (_, Who::Account) => Done,
            (Standing::Haru | Standing::Mia, Who::InPerson) => Done,
            (_, Who::InPerson) => Refused(403),
            (Standing::Haru, Who::Haru | Who::HaruPlacing | Who::HaruInPerson) => Done,
            (Standing::Acting(_), Who::HaruInPerson) => Refused(403),
            (Standing::Acting(role), Who::HaruPlacing) if !PLACING.contains(&role) => Refused(403),
            (Standing::Acting(_), _) => Done,
            (Standing::Haru | Standing::Mia | Standing::Guest, Who::Acting) => Refused(403),
            // The order may be seen by whoever acts for Haru, and by nobody else.
            (Standing::ActingForMia, Who::HaruInPerson) if row.operation.ends_with("/pay") => Refused(404),
            (Standing::ActingForMia, Who::HaruInPerson) => Refused(403),
            (Standing::Guest | Standing::Mia | Standing::ActingForMia, _) => Refused(404),
            (_, who) => panic!("the shop has no such door: {who:?}"),
        }
    }

    /// Whether the browser shows a customer's sign-in that is none here.
    fn lost_a_sign_in(self) -> bool {
        matches!(self, Self::ForeignCustomer | Self::SignedOutCustomer)
    }

    pub(super) fn is_in_tab(self) -> bool {
        !matches!(
            self,
            Self::Nobody
                | Self::Guest
                | Self::Haru
                | Self::Mia
                | Self::ForeignCustomer
                | Self::SignedOutCustomer
                | Self::Plain(_)
        )
    }

    /// The name a page may call this browser's customer by, and those it must never say.
    pub(super) fn names(self) -> (Option<&'static str>, &'static [&'static str]) {
        match self.standing() {
            Standing::Haru | Standing::Acting(_) => (Some("Haru Tanaka"), &["Mia Berg"]),
            Standing::Mia | Standing::ActingForMia => (Some("Mia Berg"), &["Haru Tanaka"]),
            // Who ended a session may know whose it was.
            Standing::Ended => (None, &["Mia Berg"]),
            Standing::Nobody | Standing::Guest | Standing::NoAgent => (None, &["Mia Berg", "Haru Tanaka"]),
        }
    }
}

impl Browser {
    /// Goes to the row's address, or sends its form.
    pub(super) async fn send(&self, scene: &Scene, row: &Row, things: &Things) -> Seen {
        let mut cookies = vec!["us_form=uf_test".to_owned()];
        cookies.extend(self.cookies.iter().map(|(name, value)| format!("{name}={value}")));
        if row.operation.ends_with("/merge") && self.kind != Kind::Guest {
            cookies.push(format!("us_guest={}", things.guest));
        }
        let path = format!("{}{}", self.tab, row.path(things));
        let sent = Sent::new(row.method(), path).with("cookie", cookies.join("; "));
        if row.method() == Method::GET {
            return scene.send(sent).await;
        }
        let mut fields = row.fields(things);
        fields.push(("_csrf".into(), web::edge::csrf::token(&scene.shop.desk, "uf_test")));
        scene.send(sent.form(&fields)).await
    }
}

/// Whether what anybody may do is not done for somebody whose sign-in has ended.
fn wants_the_sign_in(row: &Row) -> bool {
    ["/cart/lines", "/live"].iter().any(|end| row.operation.ends_with(end))
}
