/// Gives a tuple struct around a `String` with a checking `FromStr` the traits of a string on the wire:
/// `Display`, `AsRef<str>`, `Serialize`, a `Deserialize` that checks, and `JsonSchema`. Whole numbers that
/// parameterise the type come first, in braces.
macro_rules! string_type {
    ($({$($param:ident),+})? $name:ty, $schema_name:expr, $schema:expr) => {
        impl$(<$(const $param: usize),+>)? $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl$(<$(const $param: usize),+>)? AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl$(<$(const $param: usize),+>)? std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(&self.0)
            }
        }

        impl$(<$(const $param: usize),+>)? From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl$(<$(const $param: usize),+>)? serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de, $($(const $param: usize),+)?> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl$(<$(const $param: usize),+>)? schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                $schema_name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}

pub(crate) use string_type;
