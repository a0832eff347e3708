//! Values on their way into a statement.

use std::borrow::Cow;

/// One bound parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param<'a> {
    /// NULL of any type.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(Cow<'a, str>),
    /// BYTEA or BLOB.
    Blob(Cow<'a, [u8]>),
    /// BOOLEAN.
    Bool(bool),
}

/// What can be bound. Every value of an implementing type must fit its column type exactly.
pub trait ToParam {
    /// The value as a parameter, borrowed where it can be.
    fn to_param(&self) -> Param<'_>;
}

/// Parameters in order: `params![tenant, email, &created]`, a `&[Param]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::ToParam::to_param(&$value)),*] as &[$crate::Param<'_>]
    };
}

macro_rules! whole_numbers {
    ($($number:ty),*) => { $(
        impl ToParam for $number {
            fn to_param(&self) -> Param<'_> {
                Param::Int(i64::from(*self))
            }
        }
    )* };
}
whole_numbers!(i8, i16, i32, i64, u8, u16, u32);

impl ToParam for bool {
    fn to_param(&self) -> Param<'_> {
        Param::Bool(*self)
    }
}

impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Borrowed(self))
    }
}

impl ToParam for String {
    fn to_param(&self) -> Param<'_> {
        self.as_str().to_param()
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(Cow::Borrowed(self))
    }
}

impl ToParam for Vec<u8> {
    fn to_param(&self) -> Param<'_> {
        self.as_slice().to_param()
    }
}

impl<const N: usize> ToParam for [u8; N] {
    fn to_param(&self) -> Param<'_> {
        self.as_slice().to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam + ToOwned + ?Sized> ToParam for Cow<'_, T> {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        match self {
            Param::Null => Param::Null,
            Param::Int(number) => Param::Int(*number),
            Param::Text(text) => Param::Text(Cow::Borrowed(text)),
            Param::Blob(bytes) => Param::Blob(Cow::Borrowed(bytes)),
            Param::Bool(truth) => Param::Bool(*truth),
        }
    }
}
