//! Who did something to a cart or an order, as its rows name them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::desk::{Acting, Actor};
use crate::kernel::id::StaffId;

/// What kind of person did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ByKind {
    /// The customer, in person.
    Customer,
    /// An agent, for the customer.
    Agent,
    /// A visitor who had not signed in.
    Guest,
    /// An import from another system.
    Import,
    /// The shop itself.
    Shop,
}

impl ByKind {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Guest => "guest",
            Self::Import => "import",
            Self::Shop => "shop",
        }
    }
}

impl store::ToParam for ByKind {
    fn to_param(&self) -> store::Param<'_> {
        store::Param::Text(self.name().into())
    }
}

impl store::FromColumn for ByKind {
    const WANTED: &'static str = "customer, agent, guest, import or shop";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        [Self::Customer, Self::Agent, Self::Guest, Self::Import, Self::Shop]
            .into_iter()
            .find(|kind| kind.name() == text)
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct By {
    /// What kind of person.
    pub kind: ByKind,
    /// Which agent, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// The agent's name at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl By {
    /// Whoever acts now.
    pub(crate) fn of(who: &Acting) -> Self {
        match who.by() {
            Actor::Staff(staff) => {
                Self { kind: ByKind::Agent, staff: Some(staff), name: who.staff_name().map(str::to_owned) }
            }
            Actor::Customer(_) => Self::just(ByKind::Customer),
            Actor::Guest(_) | Actor::Nobody => Self::just(ByKind::Guest),
            Actor::Client(_) | Actor::Job(_) => Self::just(ByKind::Shop),
        }
    }

    /// Somebody of this kind, without a name.
    pub(crate) fn just(kind: ByKind) -> Self {
        Self { kind, staff: None, name: None }
    }
}
