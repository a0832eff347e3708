bar-region = Assisted service
bar-agent-sign-in = Agent sign-in
bar-open = Open
bar-assisting = Assisting { $name }
bar-signed-in-as = Signed in as { $name }
bar-ends-at = Ends at { $time }
bar-end = End session
bar-search-placeholder = Find customer, order, phone…
bar-search-none = No customer matches “{ $query }”.
agent-sign-in-title = Sign in to help customers
agent-sign-in-text = For staff of { $shop }. You shop in a customer’s cart under your own name.
agent-back-to-shop = Back to { $shop }
agent-find-title = Who do you want to help?
agent-find-text = You are signed in to { $shop } as { $name }.
agent-find-results =
    { $count ->
        [one] { $count } customer
       *[other] { $count } customers
    }
agent-none-hint = Try part of the e-mail, the phone number or an order number.
agent-confirm = Confirm and start
agent-find-other = Find another customer
agent-switch-title = Start assisting { $name }?
agent-switch-text = You act under your own name; the customer sees that you help and what you change.
agent-switch-none-title = Nobody to assist
agent-switch-none = No customer has the address “{ $named }”.
agent-switch-already = You are helping this customer already.
agent-switch-go = Go on in { $name }’s shop
agent-switch-locked-title = This account is not in use
agent-switch-locked = { $name }’s account is locked or disabled. A supervisor can open it in the back office.
agent-switch-helping =
    { $count ->
        [one] You are helping { $name } right now.
       *[other] You are helping { $count } customers right now.
    }
agent-switch-helping-text = This starts beside it, in a tab of its own.
agent-exit-title =
    { $count ->
        [0] You are helping nobody right now
        [one] End assistance of { $name }?
       *[other] Whose assistance is to end?
    }
agent-exit-text =
    { $count ->
        [0] There is nothing to end.
       *[other] The customer is told. What you did stays.
    }
agent-exit-do = End assistance of { $name }
agent-exit-back = Go on helping { $name }
agent-exit-done = You no longer help { $name }.
agent-logout-title = Sign out?
agent-logout-helping =
    { $count ->
        [one] Your help for { $name } ends with it.
       *[other] Your help for { $count } customers ends with it.
    }
agent-list-short = Type at least { $count } characters.
agent-list-none = No results found
start-reason = Reason
start-ticket = Ticket number
customer-second-line = { $number } · { $email } · { $city }
customer-helped-by = { $agent } is helping now
flag-vip = VIP
flag-refuses = Refuses assistance
flag-allows = Allows assistance
