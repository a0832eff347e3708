//! What their attributes say, checked: every violation is told, one error each.

use std::str::FromStr;

use shop::customers::{
    AddAddress, Address, EditAddress, EditProfile, Gender, OpenAccount, PersonName, Salutation,
};
use shop::kernel::text::Text;
use shop::kernel::{BirthDate, Country, Email, PhoneIfAny, Secret, Timestamp};
use shop::people::password::{CUSTOMER_MIN, GivenPassword, NewPassword};

use super::super::check::{Attributes, Check};
use super::super::refused::Refused;

const NOT_VALID: &str = "This value is not valid.";
const NOT_TRUE: &str = "This value should be true.";
const NOT_EMAIL: &str = "This value is not a valid email address.";
const NOT_COUNTRY: &str = "This value is not a valid country.";
const NOT_DATE: &str = "This value is not a valid date.";
const FIXED: &str = "This value cannot be changed.";

/// Reads attributes of something new, or of a change, in which what is absent stays.
struct Reader<'a> {
    attributes: &'a Attributes,
    check: Check<'a>,
    changes: bool,
}

impl<'a> Reader<'a> {
    fn new(attributes: &'a Attributes, changes: bool) -> Self {
        Self { attributes, check: Check::of(attributes), changes }
    }

    /// What must be there in something new, and is never empty.
    fn needed<T: FromStr>(&mut self, name: &str, wrong: &'static str) -> Option<T> {
        if self.changes && !self.attributes.contains_key(name) {
            return None;
        }
        let text = self.check.text(name);
        if text.is_empty() { None } else { self.parsed(name, &text, wrong) }
    }

    /// What may be absent; null takes away what is stored.
    fn optional<T: FromStr>(&mut self, name: &str, wrong: &'static str) -> Option<T> {
        self.attributes.get(name)?;
        let text = self.check.text_if_any(name).unwrap_or_default();
        self.parsed(name, &text, wrong)
    }

    fn parsed<T: FromStr>(&mut self, name: &str, text: &str, wrong: &'static str) -> Option<T> {
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.check.wrong(name, wrong);
        }
        parsed
    }

    fn born(&mut self, now: Timestamp) -> Option<BirthDate> {
        let date: BirthDate = self.optional("dateOfBirth", NOT_DATE)?;
        if date.is_after(now) {
            self.check.wrong("dateOfBirth", NOT_DATE);
        }
        Some(date)
    }

    /// A new password, as text that is checked when it is known whether it was typed twice the same.
    fn password(&mut self, name: &str) -> String {
        self.check.text(name)
    }
}

/// What nobody can send who was told of every violation.
fn incomplete() -> Refused {
    Refused::uncoded(400, "Post data is invalid.")
}

/// A password that is to be one's own.
fn chosen(name: &str, text: String, again: (&str, &str)) -> Result<NewPassword<CUSTOMER_MIN>, Refused> {
    let (other, typed) = again;
    if text != typed {
        let said = format!("Value in field `{name}` should be identical to value in the `{other}` field.");
        return Err(Refused::new(422, "406", said));
    }
    NewPassword::new(Secret::new(text))
        .map_err(|wrong| Refused::new(422, "901", format!("{name} => {wrong}")))
}

/// A new account.
pub(super) fn account(attributes: &Attributes, now: Timestamp) -> Result<OpenAccount, Refused> {
    let mut reader = Reader::new(attributes, false);
    let salutation: Option<Salutation> = reader.needed("salutation", NOT_VALID);
    let first_name: Option<PersonName> = reader.needed("firstName", NOT_VALID);
    let last_name: Option<PersonName> = reader.needed("lastName", NOT_VALID);
    let email: Option<Email> = reader.needed("email", NOT_EMAIL);
    let gender: Option<Gender> = reader.needed("gender", NOT_VALID);
    let birth_date = reader.born(now);
    let (password, again) = (reader.password("password"), reader.password("confirmPassword"));
    accepted(&mut reader);
    reader.check.done()?;
    let password = chosen("password", password, ("confirmPassword", &again))?;
    Ok(OpenAccount {
        salutation: salutation.unwrap_or_default(),
        first_name: first_name.ok_or_else(incomplete)?,
        last_name: last_name.ok_or_else(incomplete)?,
        email: email.ok_or_else(incomplete)?,
        password,
        phone: PhoneIfAny::default(),
        gender: gender.unwrap_or_default(),
        birth_date: birth_date.unwrap_or_default(),
        locale: None,
    })
}

/// Terms are there to be accepted.
fn accepted(reader: &mut Reader<'_>) {
    if !reader.attributes.contains_key("acceptedTerms") {
        reader.check.text("acceptedTerms");
    } else if !reader.check.flag("acceptedTerms") && reader.attributes["acceptedTerms"].is_boolean() {
        reader.check.wrong("acceptedTerms", NOT_TRUE);
    } else if reader.attributes["acceptedTerms"].is_null() {
        reader.check.text("acceptedTerms");
    }
}

/// A change of the account whose address is `own`. The address itself is changed with the password, elsewhere.
pub(super) fn profile(
    attributes: &Attributes,
    own: &str,
    version: i64,
    now: Timestamp,
) -> Result<EditProfile, Refused> {
    let mut reader = Reader::new(attributes, true);
    let edit = EditProfile {
        customer: None,
        salutation: reader.needed("salutation", NOT_VALID),
        first_name: reader.needed("firstName", NOT_VALID),
        last_name: reader.needed("lastName", NOT_VALID),
        phone: None,
        gender: reader.needed("gender", NOT_VALID),
        birth_date: reader.born(now),
        locale: None,
        version: Some(version),
    };
    if let Some(email) = reader.needed::<Email>("email", NOT_EMAIL)
        && own.parse::<Email>().map(|own| own.key()).ok() != Some(email.key())
    {
        reader.check.wrong("email", FIXED);
    }
    reader.check.done()?;
    Ok(edit)
}

/// A change of the password: what it was, and what it becomes.
pub(super) fn password(
    attributes: &Attributes,
) -> Result<(GivenPassword, NewPassword<CUSTOMER_MIN>), Refused> {
    let mut reader = Reader::new(attributes, false);
    let current = reader.password("password");
    let (new, again) = (reader.password("newPassword"), reader.password("confirmPassword"));
    reader.check.done()?;
    let new = chosen("newPassword", new, ("confirmPassword", &again))?;
    Ok((GivenPassword::new(Secret::new(current)), new))
}

/// What is said of an address.
struct Lines {
    salutation: Option<Salutation>,
    first_name: Option<PersonName>,
    last_name: Option<PersonName>,
    line1: Option<Text<1, 120>>,
    line2: Option<Text<0, 120>>,
    line3: Option<Text<0, 120>>,
    postcode: Option<Text<0, 20>>,
    city: Option<Text<1, 80>>,
    country: Option<Country>,
    company: Option<Text<0, 120>>,
    phone: Option<PhoneIfAny>,
    shipping: bool,
    billing: bool,
}

impl Lines {
    fn read(attributes: &Attributes, changes: bool) -> Result<Self, Refused> {
        let mut reader = Reader::new(attributes, changes);
        let lines = Self {
            salutation: reader.needed("salutation", NOT_VALID),
            first_name: reader.needed("firstName", NOT_VALID),
            last_name: reader.needed("lastName", NOT_VALID),
            line1: reader.needed("address1", NOT_VALID),
            line2: reader.needed("address2", NOT_VALID),
            postcode: reader.needed("zipCode", NOT_VALID),
            city: reader.needed("city", NOT_VALID),
            country: reader.needed("iso2Code", NOT_COUNTRY),
            line3: reader.optional("address3", NOT_VALID),
            company: reader.optional("company", NOT_VALID),
            phone: reader.optional("phone", NOT_VALID),
            shipping: reader.check.flag("isDefaultShipping"),
            billing: reader.check.flag("isDefaultBilling"),
        };
        reader.check.done()?;
        Ok(lines)
    }
}

/// A new address.
pub(super) fn new_address(attributes: &Attributes) -> Result<AddAddress, Refused> {
    let lines = Lines::read(attributes, false)?;
    Ok(AddAddress {
        customer: None,
        salutation: lines.salutation,
        first_name: lines.first_name.ok_or_else(incomplete)?,
        last_name: lines.last_name.ok_or_else(incomplete)?,
        company: lines.company.unwrap_or_default(),
        line1: lines.line1.ok_or_else(incomplete)?,
        line2: lines.line2.unwrap_or_default(),
        line3: lines.line3,
        postcode: lines.postcode.unwrap_or_default(),
        city: lines.city.ok_or_else(incomplete)?,
        region: Text::default(),
        country: lines.country.ok_or_else(incomplete)?,
        phone: lines.phone.unwrap_or_default(),
        default_shipping: lines.shipping,
        default_billing: lines.billing,
    })
}

/// What attributes of a change say, to be laid over what is stored.
pub(super) struct AddressChange(Lines);

impl AddressChange {
    pub(super) fn read(attributes: &Attributes) -> Result<Self, Refused> {
        Lines::read(attributes, true).map(Self)
    }

    /// The change of this address; what was not said of it stays.
    pub(super) fn over(self, stored: &Address) -> Result<EditAddress, Refused> {
        let lines = self.0;
        let fields = EditAddress {
            address: stored.id,
            version: Some(stored.version),
            customer: None,
            salutation: lines.salutation,
            first_name: or_stored(lines.first_name, &stored.first_name)?,
            last_name: or_stored(lines.last_name, &stored.last_name)?,
            company: or_stored(lines.company, &stored.company)?,
            line1: or_stored(lines.line1, &stored.line1)?,
            line2: or_stored(lines.line2, &stored.line2)?,
            line3: lines.line3,
            postcode: or_stored(lines.postcode, &stored.postcode)?,
            city: or_stored(lines.city, &stored.city)?,
            region: or_stored(None, &stored.region)?,
            country: or_stored(lines.country, &stored.country)?,
            phone: or_stored(lines.phone, &stored.phone)?,
            default_shipping: lines.shipping,
            default_billing: lines.billing,
        };
        Ok(fields)
    }
}

fn or_stored<T: FromStr>(said: Option<T>, stored: &str) -> Result<T, Refused> {
    said.map_or_else(|| stored.parse().map_err(|_| incomplete()), Ok)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use shop::kernel::Locale;

    use super::super::map;
    use super::*;

    fn attributes(value: Value) -> Attributes {
        let Value::Object(attributes) = value else { panic!("an object is wanted") };
        attributes
    }

    /// The address that the shop stores of a new one.
    fn stored(act: &AddAddress) -> Address {
        let text = |text: &dyn ToString| text.to_string();
        serde_json::from_value(json!({
            "id": "adr_00000000000000000000000001", "salutation": act.salutation, "first_name": act.first_name,
            "last_name": act.last_name, "company": act.company, "line1": act.line1, "line2": act.line2,
            "line3": act.line3.as_ref().map(|line| text(line)).unwrap_or_default(), "postcode": act.postcode,
            "city": act.city, "region": "Bavaria", "country": act.country, "phone": act.phone,
            "default_shipping": act.default_shipping, "default_billing": act.default_billing, "version": 3,
        }))
        .expect("an address")
    }

    fn said(most: usize) -> impl Strategy<Value = String> {
        prop::string::string_regex(&format!(
            "[A-Za-zÄöß0-9][A-Za-zÄöß0-9 .,'/-]{{0,{}}}[A-Za-zß0-9]",
            most - 2
        ))
        .expect("a pattern")
    }

    fn any_address() -> impl Strategy<Value = Value> {
        let names = (said(20), said(80), said(80), said(120), said(120), prop::option::of(said(120)));
        let places = (said(20), said(80), prop::sample::select(vec!["DE", "AT", "JP", "US"]));
        let more =
            (prop::option::of(said(120)), prop::option::of("[+]49 [0-9]{4,12}"), any::<(bool, bool)>());
        (names, places, more).prop_map(|(names, places, more)| {
            let (salutation, first, last, address1, address2, address3) = names;
            let (zip, city, iso2) = places;
            let (company, phone, (shipping, billing)) = more;
            json!({
                "salutation": salutation, "firstName": first, "lastName": last, "address1": address1,
                "address2": address2, "address3": address3, "zipCode": zip, "city": city, "iso2Code": iso2,
                "company": company, "phone": phone, "isDefaultShipping": shipping, "isDefaultBilling": billing,
            })
        })
    }

    proptest! {
        #[test]
        fn an_address_comes_back_as_it_was_sent(given in any_address()) {
            let act = new_address(&attributes(given.clone())).expect("an address");
            let stored = stored(&act);
            let shown = map::address(&stored, Locale::En);
            let mut back = serde_json::to_value(&shown).expect("JSON");
            prop_assert_ne!(back["country"].take(), Value::Null);
            back.as_object_mut().expect("an object").remove("country");
            prop_assert_eq!(&back, &given);

            // Sent back as it was shown it changes nothing, nor does saying nothing.
            for said in [back, json!({})] {
                let change = AddressChange::read(&attributes(said)).expect("a change");
                let edit = change.over(&stored).expect("a change");
                prop_assert_eq!(edit.line1.as_str(), stored.line1.as_str());
                prop_assert_eq!(edit.line2.as_str(), stored.line2.as_str());
                prop_assert_eq!(edit.line3.as_ref().map_or(stored.line3.as_str(), |line| line.as_str()), stored.line3.as_str());
                prop_assert_eq!(edit.region.as_str(), "Bavaria");
                prop_assert_eq!(edit.country.code(), stored.country.as_str());
                prop_assert_eq!(edit.phone.as_str(), stored.phone.as_str());
                prop_assert_eq!((edit.first_name.as_str(), edit.last_name.as_str()), (stored.first_name.as_str(), stored.last_name.as_str()));
                prop_assert_eq!(edit.version, Some(3));
            }
        }
    }

    #[test]
    fn null_takes_away_what_need_not_be_there() {
        let given = json!({
            "salutation": "Mr", "firstName": "A", "lastName": "B", "address1": "One", "address2": "2", "address3": "Three",
            "zipCode": "1", "city": "C", "iso2Code": "DE", "company": "D", "phone": "+49 1234",
        });
        let stored = stored(&new_address(&attributes(given)).expect("an address"));
        let change =
            AddressChange::read(&attributes(json!({ "address3": null, "company": null, "city": "E" })));
        let edit = change.expect("a change").over(&stored).expect("a change");
        assert_eq!(edit.line3.map(String::from), Some(String::new()));
        assert_eq!((edit.company.as_str(), edit.city.as_str(), edit.phone.as_str()), ("", "E", "+49 1234"));
        assert!(AddressChange::read(&attributes(json!({ "city": null }))).is_err());
    }

    #[test]
    fn every_violation_of_an_account_is_told() {
        let told = |value: Value| account(&attributes(value), Timestamp(1_700_000_000_000_000)).unwrap_err();
        let missing = "This field is missing.";
        let names = [
            "salutation",
            "firstName",
            "lastName",
            "email",
            "gender",
            "password",
            "confirmPassword",
            "acceptedTerms",
        ];
        let all = names.map(|name| (name.to_owned(), missing)).to_vec();
        assert_eq!(told(json!({})), Refused::violations(all));
        let good = json!({
            "salutation": "Ms", "firstName": "Max", "lastName": "Muster", "email": "max@mail.example", "gender": "Female",
            "password": "correct horse", "confirmPassword": "correct horse", "acceptedTerms": true,
        });
        let with = |name: &str, value: Value| {
            let mut wrong = good.clone();
            wrong[name] = value;
            told(wrong)
        };
        let one = |name: &str, what| Refused::violations(vec![(name.to_owned(), what)]);
        assert_eq!(with("email", json!("nobody")), one("email", NOT_EMAIL));
        assert_eq!(with("acceptedTerms", json!(false)), one("acceptedTerms", NOT_TRUE));
        assert_eq!(
            with("acceptedTerms", json!(null)),
            one("acceptedTerms", "This value should not be blank.")
        );
        assert_eq!(with("dateOfBirth", json!("2999-01-01")), one("dateOfBirth", NOT_DATE));
        assert_eq!(with("dateOfBirth", json!("1.1.1990")), one("dateOfBirth", NOT_DATE));
        assert_eq!(with("salutation", json!("x".repeat(21))), one("salutation", NOT_VALID));
        assert_eq!(with("firstName", json!({})), one("firstName", "This value should be of type string."));
        let mismatch =
            "Value in field `password` should be identical to value in the `confirmPassword` field.";
        assert_eq!(with("confirmPassword", json!("another")), Refused::new(422, "406", mismatch));
        let act = account(&attributes(good), Timestamp(0)).expect("an account");
        assert_eq!((act.salutation.as_str(), act.birth_date.as_str()), ("Ms", ""));
    }
}
