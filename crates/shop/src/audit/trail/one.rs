//! One leaf with all it holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::view::{LeafRow, LeafView, Viewer};
use crate::audit::leaf::{Leaf, Stream, leaf_hash};
use crate::audit::sql;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::Problem;

/// Opens one leaf.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditLeaf {
    /// The chain it belongs to, `session:ase_…` for example.
    pub stream: String,
    /// Its place in that chain, from 0.
    pub position: u32,
}

/// A leaf with all it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeafInFull {
    /// The leaf.
    pub leaf: LeafView,
    /// What was asked for: the act's or the ask's own fields, secrets left out. Nothing when the details are
    /// erased.
    pub input: Option<Value>,
    /// The leaf hash, in hex: what the tree holds.
    pub hash: String,
    /// The hash of the leaf before it in its chain, in hex; zeros for the first one.
    pub previous: String,
}

impl Ask for AuditLeaf {
    const NAME: &'static str = "audit.leaf";
    const NEEDS: Needs = Needs::Staff(Permission::AuditRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = LeafInFull;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<LeafInFull, Refusal> {
        let stream =
            Stream::parse(&self.stream).map_err(|error| Problem::invalid("/stream", error.to_string()))?;
        look.object(format!("{stream}:{}", self.position), None);
        let (tx, keys) = look.record();
        let found = tx.one(&sql::LEAF, store::params![who.tenant(), stream.as_str(), self.position])?;
        let row = found.ok_or_else(|| Problem::not_found("leaf"))?;
        let row = LeafRow::of(&row)?;
        let (leaf, details) = Viewer::new(tx, keys, who.tenant()).view(&row)?;
        if let Some(customer) = leaf.subject.as_ref().and_then(|subject| subject.customer) {
            look.about(customer);
        }
        let input = details.and_then(|mut details| {
            let input = details.get_mut("act").map(Value::take);
            input.or_else(|| details.get_mut("ask").map(Value::take))
        });
        let previous = Leaf::decode(&row.bytes).map(|leaf| leaf.previous).unwrap_or_default();
        Ok(LeafInFull { leaf, input, hash: hex(&leaf_hash(&row.bytes)), previous: hex(&previous) })
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits =
        |byte: &u8| [byte >> 4, byte & 0xf].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    bytes.iter().flat_map(digits).collect()
}
