//! What each shipped role may do.

use std::fmt::Write as _;

use crate::desk::Permission;
use crate::on_both_engines;
use crate::people::groups::ListRoles;
use crate::people::role::SHIPPED;
use crate::people::tests::sessions;

#[test]
fn what_each_role_may_do() {
    let mut matrix = format!("{:16}", "");
    for role in SHIPPED {
        write!(matrix, " {:>13}", role.name).unwrap();
    }
    for permission in Permission::ALL {
        write!(matrix, "\n{:16}", permission.label()).unwrap();
        for role in SHIPPED {
            write!(matrix, " {:>13}", if role.may.has(*permission) { "yes" } else { "." }).unwrap();
        }
    }
    insta::assert_snapshot!("roles", matrix);
}

/// Gives every customer one address.
const SAME: store::Statement = store::Statement {
    name: "SAME",
    sql: "UPDATE customer SET email = $2, email_key = $2 WHERE tenant = $1",
};

on_both_engines! {
    a_shop_starts_with_the_shipped_roles, |shop| {
        let (_, ada) = shop.user("Ada", &["administrator"], false);
        let roles = shop.desk.ask(&shop.caller(ada), &ListRoles::default()).unwrap().items;
        assert_eq!(roles.len(), SHIPPED.len());
        for role in roles {
            let shipped = SHIPPED.iter().find(|shipped| shipped.name == role.name).unwrap();
            assert_eq!(role.may, shipped.may.labels());
        }
    }

    one_address_may_belong_to_a_user_and_to_a_customer, |shop| {
        let (sarah, sign_in) = shop.user("Sarah", &["agent"], true);
        let (session, _) = sessions::start(shop, sarah, &sign_in);
        let tenant = shop.tenant;
        let same = shop.store().write(move |tx| tx.exec(&SAME, store::params![tenant, "sarah@northlight.example"]));
        assert_eq!(same.map_err(|error: store::Error| error).unwrap(), 1);
        assert_eq!(sessions::ended_by(shop, &session), None);
        assert!(shop.desk.who(&shop.caller(sign_in)).unwrap().is_agent());
    }
}
