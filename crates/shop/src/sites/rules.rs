//! A site's rules as a request says them: what is left out stays as it is.

/// Declares a struct of its own fields and of the site's rules. One list for acts and imports: a struct that
/// flattens another one could not refuse unknown fields.
macro_rules! with_rules {
    ($(#[$meta:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        pub struct $name {
            $($own)*
            /// Place in lists, from 1.
            #[serde(default)]
            pub position: Option<u32>,
            /// Whether a start needs a reason.
            #[serde(default)]
            pub reason_required: Option<bool>,
            /// Whether a start needs a ticket number.
            #[serde(default)]
            pub ticket_required: Option<bool>,
            /// Whether a start needs the agent's password, given lately.
            #[serde(default)]
            pub step_up: Option<bool>,
            /// How many minutes a given password counts for a start, 1 to 480.
            #[serde(default)]
            pub step_up_minutes: Option<u32>,
            /// Whether sessions start read-only until the agent raises them.
            #[serde(default)]
            pub read_only_start: Option<bool>,
            /// Whether search results show names and e-mails only in part.
            #[serde(default)]
            pub masked_results: Option<bool>,
            /// Roles whose holders may place orders for customers, as far as the role itself allows it.
            #[serde(default)]
            pub place_roles: Option<Vec<$crate::people::user::RoleName>>,
            /// Minutes without an act after which a session ends, 2 to 15.
            #[serde(default)]
            pub idle_minutes: Option<u32>,
            /// Minutes after which a session ends in any case unless it is extended, 5 to 480.
            #[serde(default)]
            pub absolute_minutes: Option<u32>,
            /// Sessions one agent may have open at once, 1 to 10.
            #[serde(default)]
            pub sessions_per_agent: Option<u32>,
            /// Whether a customer may be helped by one agent only at a time.
            #[serde(default)]
            pub one_agent_per_customer: Option<bool>,
            /// What is different for clients of a dialect, by its name; takes the place of all that was said of dialects.
            #[serde(default)]
            pub dialects: Option<std::collections::BTreeMap<String, $crate::desk::DialectPolicy>>,
        }

        impl $name {
            /// The site with the rules that are said here.
            fn rule(&self, was: $crate::sites::Site) -> $crate::sites::Site {
                let names = |roles: &Vec<$crate::people::user::RoleName>| {
                    roles.iter().map(ToString::to_string).collect()
                };
                let rules = was.policy;
                $crate::sites::Site {
                    position: self.position.map_or(was.position, i64::from),
                    policy: $crate::desk::Policy {
                        reason_required: self.reason_required.unwrap_or(rules.reason_required),
                        ticket_required: self.ticket_required.unwrap_or(rules.ticket_required),
                        step_up: self.step_up.unwrap_or(rules.step_up),
                        step_up_minutes: self.step_up_minutes.unwrap_or(rules.step_up_minutes),
                        read_only_start: self.read_only_start.unwrap_or(rules.read_only_start),
                        masked_results: self.masked_results.unwrap_or(rules.masked_results),
                        place_roles: self.place_roles.as_ref().map_or(rules.place_roles, names),
                        idle_minutes: self.idle_minutes.unwrap_or(rules.idle_minutes),
                        absolute_minutes: self.absolute_minutes.unwrap_or(rules.absolute_minutes),
                        sessions_per_agent: self.sessions_per_agent.unwrap_or(rules.sessions_per_agent),
                        one_agent_per_customer: self
                            .one_agent_per_customer
                            .unwrap_or(rules.one_agent_per_customer),
                        dialects: self.dialects.clone().unwrap_or(rules.dialects),
                    },
                    ..was
                }
            }
        }
    };
}

pub(super) use with_rules;
