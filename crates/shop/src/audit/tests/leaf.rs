//! Leaves: one encoding each, and the committed vectors.

use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::hex;
use crate::audit::Hash;
use crate::audit::leaf::{Leaf, LeafError, Outcome, Stream, Version};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/audit/vectors/leaf.json");

fn any_leaf() -> impl Strategy<Value = Leaf> {
    let place = (any::<String>(), of(any::<String>()), "[a-z]{1,9}:.{1,30}", any::<u64>(), any::<Hash>());
    let who = (any::<i64>(), any::<String>(), of(any::<String>()), of(any::<String>()));
    let what = (any::<String>(), of(any::<String>()), of(any::<i64>()), 0..3_usize, of(any::<String>()));
    let how = (any::<String>(), any::<String>(), of(any::<Hash>()));
    (place, who, what, how).prop_map(|(place, who, what, how)| Leaf {
        version: Version::V1,
        tenant: place.0,
        site: place.1,
        stream: Stream::parse(&place.2).unwrap(),
        position: place.3,
        previous: place.4,
        at: who.0,
        actor: who.1,
        subject: who.2,
        session: who.3,
        action: what.0,
        object: what.1,
        object_version: what.2,
        outcome: [Outcome::Done, Outcome::Refused, Outcome::Failed][what.3],
        reason: what.4,
        request: how.0,
        channel: how.1,
        details: how.2,
    })
}

proptest! {
    #[test]
    fn a_leaf_comes_back_from_its_bytes(leaf in any_leaf()) {
        prop_assert_eq!(Leaf::decode(&leaf.encode()), Ok(leaf));
    }

    #[test]
    fn no_cut_or_longer_encoding_is_a_leaf(leaf in any_leaf(), cut in any::<prop::sample::Index>()) {
        let bytes = leaf.encode();
        prop_assert!(Leaf::decode(&bytes[..cut.index(bytes.len())]).is_err());
        prop_assert_eq!(Leaf::decode(&[bytes.as_slice(), &[0]].concat()), Err(LeafError::Trailing));
    }

    #[test]
    fn what_decodes_has_no_other_encoding(
        leaf in any_leaf(),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let mut bytes = leaf.encode();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(other) = Leaf::decode(&bytes) {
            prop_assert_ne!(&other, &leaf);
            prop_assert_eq!(other.encode(), bytes);
        }
    }

    #[test]
    fn bytes_of_any_kind_never_panic(bytes in any::<Vec<u8>>()) {
        if let Ok(leaf) = Leaf::decode(&bytes) {
            prop_assert_eq!(leaf.encode(), bytes);
        }
    }
}

#[test]
fn each_refusal_says_what_is_wrong() {
    let leaf = smallest();
    let with = |at: usize, byte: u8| {
        let mut bytes = leaf.encode();
        bytes[at] = byte;
        Leaf::decode(&bytes)
    };
    assert_eq!(Leaf::decode(&[]), Err(LeafError::Short));
    assert_eq!(with(0, 2), Err(LeafError::Version(2)));
    assert_eq!(with(5, 0xff), Err(LeafError::Text), "the tenant's one letter");
    assert_eq!(with(6, 9), Err(LeafError::Presence(9)), "whether there is a site");
    assert_eq!(with(12, b'-'), Err(LeafError::Stream), "the colon of the stream");
    let outcome = leaf.encode().len() - 13;
    assert_eq!(with(outcome, 3), Err(LeafError::Outcome(3)));
}

fn smallest() -> Leaf {
    Leaf {
        version: Version::V1,
        tenant: "t".to_owned(),
        site: None,
        stream: Stream::parse("n:1").unwrap(),
        position: 0,
        previous: [0; 32],
        at: 0,
        actor: "a".to_owned(),
        subject: None,
        session: None,
        action: "x".to_owned(),
        object: None,
        object_version: None,
        outcome: Outcome::Done,
        reason: None,
        request: "r".to_owned(),
        channel: "c".to_owned(),
        details: None,
    }
}

fn fullest() -> Leaf {
    Leaf {
        version: Version::V1,
        tenant: "northlight".to_owned(),
        site: Some("eu".to_owned()),
        stream: Stream::session("ase_0192f0c1"),
        position: u64::MAX,
        previous: std::array::from_fn(|i| u8::try_from(i).unwrap()),
        at: i64::MIN,
        actor: "staff:stf_sarah".to_owned(),
        subject: Some("ref_7f3a".to_owned()),
        session: Some("ase_0192f0c1".to_owned()),
        action: "customer.profile.change".to_owned(),
        object: Some("注文 ✓ \u{0}".to_owned()),
        object_version: Some(-1),
        outcome: Outcome::Failed,
        reason: Some(String::new()),
        request: "req_1".to_owned(),
        channel: "api".to_owned(),
        details: Some([0xff; 32]),
    }
}

/// The vectors as committed: 64-bit numbers as text, hashes and bytes in hex.
fn vectors() -> String {
    let mut refused = smallest();
    refused.outcome = Outcome::Refused;
    refused.reason = Some("may.not".to_owned());
    refused.at = 1_790_000_000_000_000;
    let list: Vec<Value> = [("smallest", smallest()), ("fullest", fullest()), ("refused", refused)]
        .iter()
        .map(|(name, leaf)| vector(name, leaf))
        .collect();
    serde_json::to_string_pretty(&list).unwrap() + "\n"
}

fn vector(name: &str, leaf: &Leaf) -> Value {
    json!({
        "name": name,
        "leaf": {
            "version": leaf.version.byte(),
            "tenant": leaf.tenant,
            "site": leaf.site,
            "stream": leaf.stream.as_str(),
            "position": leaf.position.to_string(),
            "previous": hex(&leaf.previous),
            "at": leaf.at.to_string(),
            "actor": leaf.actor,
            "subject": leaf.subject,
            "session": leaf.session,
            "action": leaf.action,
            "object": leaf.object,
            "object_version": leaf.object_version.map(|version| version.to_string()),
            "outcome": leaf.outcome.word(),
            "reason": leaf.reason,
            "request": leaf.request,
            "channel": leaf.channel,
            "details": leaf.details.map(|hash| hex(&hash)),
        },
        "bytes": hex(&leaf.encode()),
        "hash": hex(&leaf.hash()),
    })
}

#[test]
fn the_committed_vectors_are_what_is_encoded() {
    assert_eq!(std::fs::read_to_string(VECTORS).unwrap(), vectors());
}

#[test]
#[ignore = "writes the committed vectors; for a new version of the encoding only"]
fn write_vectors() {
    std::fs::write(VECTORS, vectors()).unwrap();
}
