//! How far somebody has heard, as `Last-Event-ID` says it (HTML standard, server-sent events).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::Topic;

/// Topics one stream follows at most.
pub const TOPICS: usize = 16;

/// How far somebody has heard each of several topics: `cart:cart_01…:12,session:ase_01…:7`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard(BTreeMap<Topic, i64>);

impl Heard {
    /// How far a topic was heard; none when it was not listened to.
    pub fn of(&self, topic: Topic) -> Option<i64> {
        self.0.get(&topic).copied()
    }

    /// Every topic, and how far it was heard.
    pub fn all(&self) -> impl Iterator<Item = (Topic, i64)> + '_ {
        self.0.iter().map(|(topic, sequence)| (*topic, *sequence))
    }

    /// Takes note that a topic was heard up to `sequence`.
    pub fn note(&mut self, topic: Topic, sequence: i64) {
        self.0.insert(topic, sequence);
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (topic, sequence)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{topic}:{sequence}")?;
        }
        Ok(())
    }
}

impl FromStr for Heard {
    type Err = String;

    /// Reads what `Display` wrote; at most [`TOPICS`] topics, each once, with a sequence from 0.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut heard = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (topic, sequence) =
                part.rsplit_once(':').ok_or_else(|| format!("no sequence in {part:?}"))?;
            let sequence = sequence.parse().ok().filter(|sequence| *sequence >= 0);
            let sequence = sequence.ok_or_else(|| format!("no sequence in {part:?}"))?;
            if heard.0.insert(topic.parse()?, sequence).is_some() || heard.0.len() > TOPICS {
                return Err("a topic twice, or too many".to_owned());
            }
        }
        Ok(heard)
    }
}
