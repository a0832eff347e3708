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
start-reason = Reason
start-ticket = Ticket number
customer-second-line = { $number } · { $email } · { $city }
customer-helped-by = { $agent } is helping now
flag-vip = VIP
flag-refuses = Refuses assistance
flag-allows = Allows assistance
