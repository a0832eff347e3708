office-nav =
    { $page ->
        [customers] Customers
        [sessions] Live sessions
        [handed] Handed over
        [orders] Orders
        [users] Users
        [groups] Groups
        [roles] Roles
        [sites] Sites
        [audit] Audit
       *[other] { $page }
    }
office-nav-label = Back office
office-my-account = My account
office-open-shop = Open { $site }
office-sign-in = Sign in to the back office
office-sign-in-text = For staff. Customers sign in at the shop.
set-up-title = Set up Understudy
set-up-text = You create the first administrator. This page closes for good afterwards.
set-up-secret = Set-up secret
set-up-secret-hint = Printed by the program at its first start. It works once.
set-up-go = Create administrator
any = Any
none = None
yes = Yes
no = No
never = Never

column-customer = Customer
column-number = Number
column-city = City
column-segment = Segment
column-orders = Orders
column-last-order = Last order
column-cart = Open cart
column-order = Order
column-placed = Placed
column-placed-by = Placed by
column-status = Status
column-total = Total
column-items = Items
column-site = Site
column-agent = Agent
column-since = Since
column-idle = Idle
column-ends = Ends at
column-acts = Acts
column-actions = Actions
column-from = Handed over by
column-user = User
column-roles = Roles
column-sites = Sites
column-state = State
column-last-seen = Last seen
column-group = Group
column-grants = Grants
column-members = Members
column-permission = Permission
column-assisting = Assisting
column-act = Act
column-session = Session
column-place = Place
column-time = Time
column-who = Who
column-outcome = Outcome

customers-title = Customers
customers-search = Name, e-mail, phone, customer or order number
customers-shown =
    { $count ->
        [0] No customers shown
        [one] { $count } customer shown
       *[other] { $count } customers shown
    }
customers-none-hint = Try part of the e-mail, the last digits of the phone, or an order number.
customers-empty-title = Find a customer
customers-empty = Type a name, an e-mail address, the last digits of a phone, a customer or an order number. Every search and every record opened is recorded.
more-customers = Show more customers
customer-create = Create customer
customer-create-email-hint = They get a link to set their own password.
customer-refuses-title = This customer refuses assistance
customer-refuses = Nobody can act for { $name } until they allow it under Assistance & privacy.
customer-cart = Open cart
customer-cart-line =
    { $count ->
        [one] { $count } item
       *[other] { $count } items
    }, changed { $time }
customer-no-cart = Nothing in the cart right now.
customer-orders = Orders
customer-no-orders = No orders yet.
customer-assistance = Assistance
customer-no-assistance = Nobody has helped this customer yet.
customer-facts = About
customer-since = Customer since
customer-spent = Spent so far
customer-external = External reference
language =
    { $code ->
        [en] English
        [de] German
        [ja] Japanese
       *[other] { $code }
    }
assisted-buying = Assisted Buying
assisted-buying-in = Open the shop for this customer in
session-active = Running
session-span =
    { $time } · { $minutes ->
        [0] under a minute
        [one] one minute
       *[other] { $minutes } minutes
    } · { $count ->
        [0] no acts
        [one] { $count } act
       *[other] { $count } acts
    }
session-log = Log
session-log-of = Log of the session of { $agent }, { $time }
session-log-count =
    { $count ->
        [one] { $count } act
       *[other] { $count } acts
    } of { $agent }, open log

sessions-title = Live sessions
sessions-text = Who is acting for whom, right now. The list follows by itself.
sessions-none-title = Nobody is acting for a customer right now
sessions-none = Sessions appear here the moment they start.
figure-live = Live sessions
figure-agents = Agents at work
figure-today = Started today
figure-disputed = Reported by customers
minutes-short =
    { $minutes ->
        [0] < 1 min
       *[other] { $minutes } min
    }
session-end = End
session-end-of = End the session of { $agent } with { $customer }
session-end-title = End { $agent }’s session with { $customer }?
session-end-text = The agent’s next click fails and shows your name and your reason. What was done so far stays.

handed-title = Handed over
handed-text = Carts prepared by colleagues who may not place orders.
handed-open = Open and place
handed-open-of = Open the cart of { $customer }
handed-none-title = Nothing is waiting
handed-none = When a colleague hands over a cart, it appears here and in your bar.

orders-title = Orders
orders-search = Order number, customer or e-mail
orders-any-status = Any status
orders-by-support-only = Placed by support
orders-by-customer = Customer
orders-no-match = No order matches
orders-no-match-hint = Take a filter away or search for something else.

users-title = Users
users-search = Name or e-mail
users-agents-only = Agents only
users-none = No user matches
users-none-hint = Take a filter away or create a user.
more-users = Show more users
user-create = Create user
user-who = Who
user-first-password = First password
user-is-agent = Agent
user-agent-box = This user is an agent
user-agent-hint = May act for customers in the shop. Same as being in the group Support. Taking it away ends every running session at once.
user-groups = Groups
user-sites = Sites
user-sites-hint = None ticked means all.
user-state =
    { $state ->
        [active] Active
        [locked] Locked
        [disabled] Disabled
       *[other] { $state }
    }
user-locked-title = Locked after too many wrong passwords
user-locked = Since { $time }. It opens by itself later, or now.
user-unlock = Unlock
user-access = Access
sign-out-everywhere = Sign out everywhere
sign-out-everywhere-text = Ends every sign-in and every assist session of this user, on all devices.
user-disable =
    { $state ->
        [disabled] Enable
       *[other] Disable
    }
user-disable-title =
    { $state ->
        [disabled] Enable this user
       *[other] Disable this user
    }
user-disable-text =
    { $state ->
        [disabled] They can sign in again.
       *[other] They cannot sign in until enabled again. Their record stays.
    }
sites-all = All
role-promise =
    { $role ->
        [agent] Acts for customers; places orders where the site allows it.
        [sales-agent] Prepares carts, may not place orders.
        [sales-manager] Prepares and places orders, takes over handed carts.
        [supervisor] Sees and ends live sessions.
        [auditor] Reads and exports the audit log.
        [administrator] Manages users, groups and roles.
        [shop-owner] Manages sites and their policies.
       *[other] { $role }
    }
groups-title = Groups
groups-text = Members of a group share what it grants.
group-members =
    { $count ->
        [0] No members
        [one] { $count } member
       *[other] { $count } members
    }
group-grants-title = Members are agents
group-grants = Whoever leaves loses the right and every running session at once.
group-none = Nobody is in this group yet.
group-add = Add a member
group-add-go = Add
group-pick = Choose a user
roles-title = Roles
roles-text = What each role may do. A site’s policy and the customer’s consent narrow it further.

sites-title = Sites
sites-text = Each site is a shop with its own address, languages and rules.
assisting-state =
    { $on ->
        [yes] Assisting is on
       *[other] Assisting is off
    }
site-basics = Name and address
site-code = Code
site-code-hint = First part of every address of this shop.
site-address = Storefront address
site-address-hint = Empty turns assisting off: the menu entry disappears and no session starts.
site-check = Check address
site-region = Languages, money, tax
site-languages = Languages
site-currencies = Currencies
site-countries = Delivers to
site-tax-mode = Tax
site-tax =
    { $mode ->
        [included] Included in prices
       *[other] Added at checkout
    }
site-tax-rate = Tax rate in %
site-policies = Rules for acting on behalf
site-policies-text = They apply from the next click, also to running sessions.
policy-reason = A reason is required at start
policy-ticket = A ticket number is required at start
policy-one-agent = One agent per customer at a time
policy-one-agent-hint = Otherwise a second agent is told who is there.
policy-who-places = Who may place orders
policy-idle = Idle time-out, minutes
policy-idle-hint = 2 to 15
policy-absolute = Longest session, minutes
policy-absolute-hint = 5 to 480, can be extended with a reason
policy-spryker = Clients of Spryker's Glue
policy-spryker-text = Their protocol has no call that says "still there". Sessions of such clients may live longer; leave a field empty where they live as long as any other.
policy-spryker-idle-hint = 2 to 480, also for the agent's sign-in
policy-spryker-absolute-hint = 5 to 480
policy-at-once = Sessions at once per agent
site-tax-rate-reduced = Reduced tax rate in %
site-time-zone = Time zone
site-time-zone-hint = For the times on its pages: Europe/Berlin
policy-step-up = The password is asked for again before a start
policy-step-up-hint = Unless it was given within the minutes below.
policy-step-up-minutes = A given password counts for, minutes
policy-read-only = Sessions start read-only
policy-read-only-hint = The agent allows changes with a reason, which is recorded.
policy-masked = Search results show names and e-mails only in part
policy-masked-hint = In whole once a session has started.

audit-title = Audit
audit-text = Every act and every recorded look, in an order nobody can change unseen.
audit-export = Export
audit-export-session = Export this log
audit-from = From
audit-to = To
audit-more = Show earlier entries
audit-none-title = No entry matches
audit-none = Widen the time or take a filter away.
audit-session-title = { $agent } for { $customer }
checkpoint-title = Latest checkpoint
checkpoint-text =
    { $size ->
        [one] { $size } entry
       *[other] { $size } entries
    }, signed { $time }. Keep a copy elsewhere: it proves everything up to here.
checkpoint-none = The first checkpoint is signed within a second of the first entry.
checkpoint-get = Download
leaf-waiting = Waiting for its place in the log
outcome =
    { $outcome ->
        [done] Done
        [refused] Refused
        [failed] Failed
       *[other] { $outcome }
    }
session-what = What happened
session-facts = Session
session-notes = Notes
session-started = Started
session-ended = Ended
session-how-ended = How it ended
session-ended-by =
    { $who ->
        [agent] By the agent
        [customer] By the customer, { $name }
        [supervisor] { $name ->
            [none] By a supervisor
           *[other] By { $name } (supervisor)
        }
        [timeout] Timed out
        [revoked] A right was withdrawn
       *[other] { $who }
    }
session-stream = Stream

me-sign-ins = Where you are signed in
me-sign-out-others = Sign out the others
me-this = This one
me-sign-in-line = Since { $time }, last seen { $seen }, from { $address }

office-missing = Your roles do not include this right: { $permission }. Ask an administrator if you need it.
saved = Saved.
signed-out = You are signed out.
sign-in-retry = The next try counts from { $time }.
staff-password-hint = At least 12 characters. A sentence is fine.
me-set-password = Welcome. Set a password of your own now.
me-password-changed = Your password is changed. You are signed out everywhere else.
me-others-out = You are signed out everywhere else.
set-up-done = The first administrator is created. Sign in.
customer-created = Customer { $number } is created.
customer-status-set =
    { $status ->
        [active] The account is in use again.
        [locked] The account is locked. Sessions for this customer have ended.
       *[disabled] The account is disabled. Sessions and sign-ins have ended.
    }
customer-standing = Segment and care
customer-vip-box = Treat with special care (VIP)
customer-segment-hint = Name of a price group, for example standard or gold.
customer-account = Account
customer-state =
    { $status ->
        [active] In use
        [locked] Locked
       *[disabled] Disabled
    }
customer-state-do =
    { $status ->
        [active] Put into use
        [locked] Lock
       *[disabled] Disable
    }
customer-live = In the shop now
customers-near = Nobody matches exactly. These come close.
customers-more = There are more. Type a few more letters.
column-helped = Helped by
session-end-why = Say why. The agent reads it.
session-end-done = The session with { $customer } has ended.
sessions-disputed = Reported by customers
sessions-disputed-text = Sessions that a customer said were not theirs, within the last seven days.
column-reported = Reported
sessions-more = Show more sessions
handed-reason = Taking over a cart that was handed over
user-saved = { $name } is saved.
user-created = { $name } is created. The password counts for the first sign-in.
user-unlocked = { $name } can sign in again.
user-signed-out = { $name } is signed out everywhere.
user-disabled = { $name } is disabled.
user-enabled = { $name } can sign in again.
user-locked-until = It opens by itself at { $time }, or now.
user-not-found = There is no such user.
user-now = Meanwhile it was changed to: { $fields }. Save again to put yours in place of it.
group-joined = { $name } is a member now.
group-left = { $name } is no longer a member.
group-create = Create group
group-created = The group { $name } is created.
group-grants-box = Members are agents
site-saved = { $name } is saved.
site-address-own = This is the shop of this very program.
site-address-own-other = This leads to this program, but not to this site. Its shop is at { $address }.
site-address-elsewhere = This leads to another host: { $origin }. Nothing was fetched from there.
site-address-http = Use https: what agents send there would be readable on the way.
site-address-bad = This is no web address. It begins with https:// and has no user, password or fragment.
site-address-empty = Empty: assisting is off for this site.
site-read-only = You may look at sites, not change them.
session-end-reason = Why it ended
session-summary = Summary
actor =
    { $kind ->
        [customer] Customer (erased)
        [guest] Guest
        [client] Client
        [job] The shop itself
        [nobody] Nobody signed in
       *[other] { $kind }
    }
order-next = Next step
order-ship = Mark as shipped
order-complete = Mark as delivered
order-refunded-box = The money that was taken by card was given back
order-went-on =
    { $status ->
        [shipped] The order is marked as shipped.
        [completed] The order is marked as delivered.
       *[other] The order was cancelled.
    }
customer-data = Data and erasure
customer-data-title = Data of { $name }
customer-data-take-title = What is kept of this customer
customer-data-take = Everything in one file, to be handed to the customer. Taking it is recorded.
customer-data-take-do = Download (JSON)
customer-erase-title = Erase this customer
customer-erase = Record, addresses, carts, sign-ins, notes and all details in the audit log are erased for good. Orders stay without name and address, those still under way included. There is no way back.
customer-erase-under-way =
    { $count ->
        [one] One order is still under way
       *[other] { $count } orders are still under way
    }
customer-erase-under-way-text = Erasing takes the address out of them too: nobody can deliver them any more. Complete or cancel them first.
customer-erase-number = Type the number { $number } to confirm
customer-erase-do = Erase for good
customer-erased = The customer was erased.
customer-password-link-title = First password
customer-password-link = This customer cannot sign in yet. Make a link and hand it over: it works once, for three days, and is shown only now.
customer-password-link-do = Make a link
customer-password-link-made = Hand this link to the customer; it is not shown again.
