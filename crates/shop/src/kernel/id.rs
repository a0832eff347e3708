//! Ids: a UUIDv7 with a prefix that says whose it is, written in 26 Crockford characters
//! (`cart_01jd…`). Two kinds of id are two types: a staff member can never stand where a customer
//! is expected.

use std::fmt;
use std::str::FromStr;

/// Crockford's base 32 alphabet, lower case.
pub const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What all ids have in common.
pub trait Id: Copy + fmt::Display + FromStr {
    /// The prefix before the underscore.
    const PREFIX: &'static str;
    /// The id with these 128 bits.
    fn from_bits(bits: u128) -> Self;
}

/// Why a text is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {0}_…")]
pub struct NotAnId(pub &'static str);

pub(crate) fn encode(prefix: &str, bits: u128) -> String {
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    for place in (0..26).rev() {
        text.push(char::from(CROCKFORD[usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0)]));
    }
    text
}

pub(crate) fn decode(prefix: &'static str, text: &str) -> Result<u128, NotAnId> {
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(NotAnId(prefix))?;
    if digits.len() != 26 || !matches!(digits.as_bytes()[0], b'0'..=b'7') {
        return Err(NotAnId(prefix));
    }
    digits.bytes().try_fold(0u128, |bits, byte| match VALUES[usize::from(byte)] {
        NO_DIGIT => Err(NotAnId(prefix)),
        value => Ok((bits << 5) | u128::from(value)),
    })
}

/// Stands in [`VALUES`] for what is no digit.
const NO_DIGIT: u8 = 0xff;

/// The value of each digit: ids are read by the hundred in one search.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0u8;
    while value < 32 {
        values[CROCKFORD[value as usize] as usize] = value;
        value += 1;
    }
    values
};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// The 128 bits of it.
            pub fn bits(self) -> u128 { self.0 }
        }
        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_bits(bits: u128) -> Self { Self(bits) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&encode($prefix, self.0)) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { decode($prefix, text).map(Self) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.collect_str(self) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"),
                })
            }
        }
        impl store::ToParam for $name {
            fn to_param(&self) -> store::Param<'_> { store::Param::Text(self.to_string().into()) }
        }
        impl store::FromColumn for $name {
            const WANTED: &'static str = concat!("an id ", $prefix, "_…");
            fn from_column(value: &store::Value) -> Option<Self> {
                let store::Value::Text(text) = value else { return None };
                text.parse().ok()
            }
        }
    )*};
}

ids! {
    /// A tenant: one company that runs shops here.
    TenantId = "ten";
    /// A site: one shop of a tenant, with its languages, currencies, countries and policies.
    SiteId = "site";
    /// A customer, the person who is helped.
    CustomerId = "cus";
    /// A visitor who is not signed in.
    GuestId = "gst";
    /// A staff member. An agent is a staff member who holds the agent grant.
    StaffId = "stf";
    /// A group of staff.
    GroupId = "grp";
    /// A staff member's sign-in.
    StaffSessionId = "sse";
    /// A customer's sign-in.
    CustomerSessionId = "cse";
    /// An assist session: one agent acting for one customer for a while.
    AssistSessionId = "ase";
    /// A machine client.
    ClientId = "cli";
    /// A customer's address.
    AddressId = "adr";
    /// A category.
    CategoryId = "cat";
    /// A product.
    ProductId = "prd";
    /// A variant: what is bought.
    VariantId = "var";
    /// A promotion.
    PromotionId = "pro";
    /// A coupon.
    CouponId = "cpn";
    /// A cart.
    CartId = "cart";
    /// A line of a cart or an order.
    LineId = "line";
    /// An order.
    OrderId = "ord";
    /// A payment.
    PaymentId = "pay";
    /// A note.
    NoteId = "note";
    /// A job.
    JobId = "job";
    /// One request.
    RequestId = "req";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_reads_back(bits: u128) {
            let id = CustomerId::from_bits(bits);
            prop_assert_eq!(id.to_string().parse::<CustomerId>(), Ok(id));
            prop_assert!(id.to_string().parse::<StaffId>().is_err());
        }

        #[test]
        fn text_order_is_number_order(a: u128, b: u128) {
            prop_assert_eq!(a.cmp(&b), encode("cus", a).cmp(&encode("cus", b)));
        }
    }

    #[test]
    fn near_misses_are_refused() {
        let good = CartId::from_bits(7).to_string();
        for bad in
            ["", "cart_", "cart_7", &good.to_uppercase(), &good.replace("0000", "000u"), &format!("{good}0")]
        {
            assert!(bad.parse::<CartId>().is_err(), "{bad}");
        }
        assert!("cart_80000000000000000000000000".parse::<CartId>().is_err());
    }
}
