//! Binary values as standard base64 in JSON, padded and in the one canonical form, for `serde(with = ..)`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// What base64 can carry: bytes of any or of one fixed length.
pub(super) trait Bytes: AsRef<[u8]> + TryFrom<Vec<u8>> {}

impl<T: AsRef<[u8]> + TryFrom<Vec<u8>>> Bytes for T {}

struct Encoded<T>(T);

impl<T: AsRef<[u8]>> Serialize for Encoded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de, T: Bytes> Deserialize<'de> for Encoded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(EncodedVisitor(std::marker::PhantomData))
    }
}

struct EncodedVisitor<T>(std::marker::PhantomData<T>);

impl<T: Bytes> Visitor<'_> for EncodedVisitor<T> {
    type Value = Encoded<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("base64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let bytes = BASE64_STANDARD.decode(text).map_err(E::custom)?;
        T::try_from(bytes).map(Encoded).map_err(|_| E::custom("wrong length"))
    }
}

/// One value.
pub(super) mod one {
    use super::{Bytes, Deserialize, Deserializer, Encoded, Serialize, Serializer};

    pub(in super::super) fn serialize<T: Bytes, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        Encoded(value).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, T: Bytes, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        Encoded::deserialize(from).map(|Encoded(value)| value)
    }
}

/// One value or none; none is left out.
pub(super) mod maybe {
    use super::{Bytes, Deserialize, Deserializer, Encoded, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
    pub(in super::super) fn serialize<T: Bytes, S: Serializer>(
        value: &Option<T>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Encoded).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, T: Bytes, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        Ok(Option::deserialize(from)?.map(|Encoded(value)| value))
    }
}

/// A list or none; none is left out.
pub(super) mod maybe_list {
    use super::{Bytes, Deserialize, Deserializer, Encoded, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
    pub(in super::super) fn serialize<T: Bytes, S: Serializer>(
        list: &Option<Vec<T>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        list.as_ref().map(|list| list.iter().map(Encoded).collect::<Vec<_>>()).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, T: Bytes, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Vec<T>>, D::Error> {
        let list: Option<Vec<Encoded<T>>> = Option::deserialize(from)?;
        Ok(list.map(|list| list.into_iter().map(|Encoded(value)| value).collect()))
    }
}
