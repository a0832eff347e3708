//! What somebody may do, and the one function that decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::id::{CustomerId, GuestId, StaffId};
use crate::kernel::problem::{self, Problem};

macro_rules! permissions {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal $label:literal;)*) => {
        /// One thing somebody may do. The bit is what the store keeps; it never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Permission { $($(#[doc = $doc])* $name = $bit),* }

        impl Permission {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in the API and in the back office.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

permissions! {
    /// See the customer's own profile and addresses.
    AccountRead = 0 "account.read";
    /// Change name, phone, language.
    ProfileEdit = 1 "profile.edit";
    /// Add, change and remove addresses.
    AddressEdit = 2 "address.edit";
    /// See the cart.
    CartRead = 3 "cart.read";
    /// Add, change and remove lines.
    CartEdit = 4 "cart.edit";
    /// Apply and remove coupons.
    CouponApply = 5 "coupon.apply";
    /// Fill in the checkout: addresses, shipping, payment by invoice or pay link.
    CheckoutEdit = 6 "checkout.edit";
    /// Accept the shop's terms.
    TermsAccept = 7 "terms.accept";
    /// Place the order.
    OrderPlace = 8 "order.place";
    /// See the customer's orders.
    OrderRead = 9 "order.read";
    /// Call an order off before it ships.
    OrderCancel = 10 "order.cancel";
    /// Find customers.
    CustomerSearch = 16 "customer.search";
    /// Open a customer's record in the back office.
    CustomerOpen = 17 "customer.open";
    /// Create a customer.
    CustomerCreate = 18 "customer.create";
    /// Disable, lock and flag customers.
    CustomerEdit = 19 "customer.edit";
    /// Start an assist session.
    AssistStart = 20 "assist.start";
    /// See all live sessions.
    SessionsSee = 21 "sessions.see";
    /// End somebody else's session.
    SessionsEnd = 22 "sessions.end";
    /// See orders in the back office.
    OrdersSee = 23 "orders.see";
    /// Take over carts that were handed over for placing.
    CartTake = 24 "cart.take";
    /// See users, groups and roles.
    UsersSee = 25 "users.see";
    /// Change users and groups.
    UsersEdit = 26 "users.edit";
    /// See sites.
    SitesSee = 27 "sites.see";
    /// Change sites and their policies.
    SitesEdit = 28 "sites.edit";
    /// Read the audit log.
    AuditRead = 29 "audit.read";
    /// Export the audit log.
    AuditExport = 30 "audit.export";
    /// Change products, prices and promotions.
    CatalogEdit = 31 "catalog.edit";
    /// Import data.
    DataImport = 32 "data.import";
    /// Say that an order shipped or arrived, or call it off.
    OrdersEdit = 33 "orders.edit";
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const ALL: Self = Self(u64::MAX >> 1);
    /// What a customer may do with what is theirs, and so the most that can be done on their behalf.
    pub const OWN: Self = Self(0x7ff);
    /// What only looks.
    pub const LOOKING: Self =
        Self::of(&[Permission::AccountRead, Permission::CartRead, Permission::OrderRead]);

    /// The set of these.
    pub const fn of(list: &[Permission]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < list.len() {
            bits |= 1 << list[i] as u64;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `one` is in it.
    pub fn has(self, one: Permission) -> bool {
        self.0 & (1 << one as u64) != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The labels of what is in it.
    pub fn labels(self) -> Vec<&'static str> {
        Permission::ALL.iter().filter(|one| self.has(**one)).map(|one| one.label()).collect()
    }
}

impl store::ToParam for Permissions {
    fn to_param(&self) -> store::Param<'_> {
        store::Param::Int(self.0.cast_signed())
    }
}

impl store::FromColumn for Permissions {
    const WANTED: &'static str = "a set of permissions";
    fn from_column(value: &store::Value) -> Option<Self> {
        i64::from_column(value).map(|bits| Self(bits.cast_unsigned()))
    }
}

/// What an act or ask needs of whoever wants it done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: anybody may, signed in or not.
    Nothing,
    /// To be the one whose thing it is, or to act for them with this permission.
    Own(Permission),
    /// To be the one whose thing it is, in person. Credentials, cards, consent: never on behalf.
    SelfOnly,
    /// To be signed in as staff, whatever the role: one's own password, one's own sign-ins.
    StaffSelf,
    /// A staff role with this permission, and not while acting for somebody.
    Staff(Permission),
    /// To be acting for the customer whose thing it is, with this permission: what only an agent does.
    Behalf(Permission),
    /// To be the agent whose assist session it is, within it or beside it: staying, extending, ending.
    Agent,
    /// To be a job of the product itself.
    Job,
}

/// Whose thing an act or ask is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A customer's.
    Customer(CustomerId),
    /// A guest's.
    Guest(GuestId),
    /// A staff member's.
    Staff(StaffId),
    /// The shop's.
    Shop,
    /// There is no such thing.
    Missing(&'static str),
}

/// Who asks, as far as rights are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody known: no sign-in at all.
    Nobody,
    /// A guest.
    Guest(GuestId),
    /// A customer, with what the account may still do.
    Customer(CustomerId, Permissions),
    /// Staff, plain.
    Staff(StaffId, Permissions),
    /// Staff acting for a customer.
    Behalf {
        /// The agent.
        staff: StaffId,
        /// The customer.
        customer: CustomerId,
        /// What the agent's roles allow.
        role: Permissions,
        /// What the site's policies allow.
        site: Permissions,
        /// What this session was started with.
        session: Permissions,
        /// What the customer may do.
        subject: Permissions,
    },
    /// A job of the product itself.
    Job,
}

/// What must never be done for somebody else, whatever roles, sites and sessions say.
pub const NEVER_ON_BEHALF: Permissions = Permissions::ALL.minus(Permissions::OWN);

impl Standing {
    /// What may be done to a customer's things: role AND site AND session AND the customer's own rights
    /// MINUS what is never done on behalf.
    pub fn effective(&self) -> Permissions {
        match *self {
            Self::Nobody => Permissions::NONE,
            Self::Guest(_) => Permissions::OWN,
            Self::Customer(_, may) => may.and(Permissions::OWN),
            Self::Staff(_, may) => may.minus(Permissions::OWN),
            Self::Behalf { role, site, session, subject, .. } => {
                role.and(site).and(session).and(subject).minus(NEVER_ON_BEHALF)
            }
            Self::Job => Permissions::ALL,
        }
    }
}

/// Decides. Somebody else's thing is answered like a thing that does not exist.
pub fn permits(standing: &Standing, needs: Needs, owner: Owner) -> Result<(), Problem> {
    if let (Standing::Nobody, false) = (standing, needs == Needs::Nothing) {
        return Err(sign_in_first());
    }
    if let (Standing::Guest(_), Needs::SelfOnly) = (standing, needs) {
        // A guest has no account; whose it would be is not told.
        return Err(sign_in_first());
    }
    if let Owner::Missing(what) = owner {
        return Err(if may_know(standing, needs) { Problem::not_found(what) } else { forbidden() });
    }
    match needs {
        Needs::Nothing => Ok(()),
        Needs::Own(one) => own(standing, one, owner),
        Needs::Behalf(one) => match standing {
            Standing::Behalf { .. } => own(standing, one, owner),
            _ => Err(forbidden()),
        },
        Needs::SelfOnly => self_only(standing, owner),
        Needs::StaffSelf => match (standing, owner) {
            (Standing::Staff(..), Owner::Shop) => Ok(()),
            (Standing::Staff(me, _), Owner::Staff(owner)) if *me == owner => Ok(()),
            (Standing::Staff(..), Owner::Staff(_)) => Err(Problem::not_found("user")),
            _ => Err(forbidden()),
        },
        Needs::Agent => match (standing, owner) {
            (Standing::Staff(me, _) | Standing::Behalf { staff: me, .. }, Owner::Staff(owner))
                if *me == owner =>
            {
                Ok(())
            }
            (Standing::Staff(..) | Standing::Behalf { .. }, _) => Err(Problem::not_found("session")),
            _ => Err(forbidden()),
        },
        Needs::Staff(one) => match standing {
            Standing::Job => Ok(()),
            Standing::Staff(..) if standing.effective().has(one) => Ok(()),
            Standing::Behalf { .. } => Err(Problem::new(
                &problem::NESTED_ASSISTANCE,
                "You are acting for a customer here. Do this from your own tab. Nothing was changed.",
            )),
            _ => Err(forbidden()),
        },
        Needs::Job => match standing {
            Standing::Job => Ok(()),
            _ => Err(forbidden()),
        },
    }
}

fn may_know(standing: &Standing, needs: Needs) -> bool {
    match needs {
        Needs::Staff(one) => standing.effective().has(one),
        Needs::Job => *standing == Standing::Job,
        Needs::StaffSelf => matches!(standing, Standing::Staff(..)),
        Needs::Agent => matches!(standing, Standing::Staff(..) | Standing::Behalf { .. }),
        Needs::Behalf(_) => matches!(standing, Standing::Behalf { .. }),
        Needs::Own(_) | Needs::SelfOnly => !matches!(standing, Standing::Staff(..)),
        Needs::Nothing => true,
    }
}

fn own(standing: &Standing, one: Permission, owner: Owner) -> Result<(), Problem> {
    let mine = match (*standing, owner) {
        (Standing::Guest(me), Owner::Guest(owner)) => me == owner,
        (Standing::Customer(me, _), Owner::Customer(owner)) => me == owner,
        (Standing::Behalf { customer, .. }, Owner::Customer(owner)) => customer == owner,
        (Standing::Guest(_) | Standing::Customer(..) | Standing::Behalf { .. }, Owner::Shop) => true,
        (Standing::Job, _) => return Ok(()),
        (Standing::Staff(..), _) => {
            return Err(Problem::new(
                &problem::FORBIDDEN,
                "This is the customer's. Start an assist session to act for them. Nothing was changed.",
            ));
        }
        _ => false,
    };
    if !mine {
        return Err(Problem::not_found("thing"));
    }
    if standing.effective().has(one) {
        return Ok(());
    }
    Err(match (one, standing) {
        (Permission::OrderPlace, Standing::Behalf { .. }) => Problem::new(
            &problem::MAY_NOT_PLACE,
            "Your role cannot place orders. Hand the cart to a manager or send it to the customer.",
        ),
        _ => forbidden(),
    })
}

fn self_only(standing: &Standing, owner: Owner) -> Result<(), Problem> {
    match (standing, owner) {
        (Standing::Behalf { .. }, _) => Err(Problem::new(
            &problem::NEVER_ON_BEHALF,
            "Only the customer can do this, on their own screen. Nothing was changed.",
        )),
        (Standing::Customer(me, _), Owner::Customer(owner)) if *me == owner => Ok(()),
        (Standing::Customer(..), Owner::Shop) => Ok(()),
        (Standing::Customer(..), _) => Err(Problem::not_found("thing")),
        _ => Err(forbidden()),
    }
}

fn sign_in_first() -> Problem {
    Problem::new(&problem::SIGN_IN_REQUIRED, "Sign in first. Nothing was changed.")
}

/// Somebody may not do this, whosever thing it is.
pub(super) fn forbidden() -> Problem {
    Problem::new(&problem::FORBIDDEN, "You may not do this. Nothing was changed.")
}

/// A permission set as the store and the API name it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleView {
    /// The role's name.
    pub name: String,
    /// Labels of what it may do.
    pub may: Vec<String>,
}

#[cfg(test)]
mod laws;
