sign-in = Sign in
sign-in-title = Welcome back
sign-in-text = Your cart, orders and addresses are waiting.
sign-in-new = New here?
sign-in-guest = Ordered as a guest?
sign-up = Create account
sign-up-title = Create your account
sign-up-text = Keep your cart on every device and see your orders in one place.
sign-up-have = Already have an account?
sign-out = Sign out
password-hint = At least 8 characters. A sentence is fine.
password-title = Password
password-current = Current password
password-new = New password
password-change = Change password
password-locked-title = Only the customer can change the password
password-locked = Nobody else sees or sets it, not even while helping.
account-overview = Overview
account-orders = Orders
account-carts = My carts
account-profile = Profile
account-addresses = Addresses
account-assistance = Assistance & privacy
account-hello = Hello, { $name }
account-number = Customer number { $number }
account-recent-orders = Recent orders
account-default-address = Delivery address
profile-email-locked = The e-mail is the customer’s key to the account: a change needs their confirmation.
orders-none-title = No orders yet
orders-none-text = Your first order will appear here the moment it is placed.
load-more-orders = Show older orders
address-town = { $postal_code } { $city } { $region }
address-add = Add address
address-edit = Edit address
address-delete = Delete address
address-delete-title = Delete this address?
address-delete-text = Orders already placed keep it.
address-keep = Keep it
address-other = Another address
address-other-hint = Enter it below.
address-default-shipping = Delivery
address-default-billing = Invoice
address-default-shipping-set = Use for deliveries
address-default-billing-set = Use for invoices
addresses-none-title = No address saved
addresses-none-text = Save one and checkout is two clicks shorter.

## Assistance & privacy
assistance-lead = When someone from support helps you, you see here who, when, why, and every change they made.
assistance-summary =
    { $allowed ->
        [yes] Support may help in your account.
       *[other] Support may not act in your account.
    } { $count ->
        [0] Nobody has so far.
        [one] Somebody helped once.
       *[other] Somebody helped { $count } times.
    }
assistance-now = Right now
assistance-since = Since { $time }, until { $until } at the latest
assistance-reason = Reason: { $reason }
assistance-end = End it now
assistance-nobody-title = Nobody is helping in your account right now
assistance-nobody = The moment someone does, a notice appears on every page and here.
assistance-past = Who helped you
assistance-span =
    { $time } · { $minutes ->
        [0] under a minute
        [one] one minute
       *[other] { $minutes } minutes
    } · { $ended ->
        [agent] ended by support
        [customer] ended by you
        [supervisor] ended by a supervisor
        [timeout] timed out
       *[other] ended
    }
assistance-changes = What they changed
assistance-only-looked = They only looked. Nothing was changed.
assistance-disputed = “This was not me”
assistance-none-title = Nobody has helped you yet
assistance-none = Every future session will be listed here, with all its changes.
assistance-more = Show earlier sessions
acts-count =
    { $count ->
        [0] No changes
        [one] { $count } change
       *[other] { $count } changes
    }
act-refused = Not allowed
act-failed = Failed
consent-title = May support act in your account?
consent-text = If you switch this off, nobody can start helping in your account until you allow it again. A session that is running ends at once.
consent-switch = Allow support to act in my account
consent-state =
    { $allowed ->
        [yes] Allowed by the customer
       *[other] Refused by the customer
    }
consent-since = Last changed { $time }
not-me = I did not ask for this
not-me-text = Tell us that this was not you. The session ends if it is still running, it is marked for a supervisor, and your report is recorded for good.
not-me-confirm = This was not me
profile-email-hint = This is what you sign in with.
flash-assistance-ended = Nobody acts in your account any more.
flash-not-me = Thank you. It was recorded, and a supervisor will look into it.
account-data = Your data
data-locked-title = Only the customer can do this
data-locked = The e-mail address, a copy of the data and erasing the account are the customer’s own business, on their own screen.
email-change-title = E-mail address
email-change-now = You sign in with { $email }.
email-change-new = New e-mail address
email-change-do = Change e-mail address
flash-email-changed = Your e-mail address was changed. Sign in with it from now on.
data-take-title = Take your data with you
data-take = Everything we keep about you, in one file that other programs can read.
data-take-do = Download (JSON)
erase-title = Erase your account
erase-text = Your name, addresses, telephone number, carts, sign-ins and everything noted about you are erased for good. Orders stay as the law wants them, without your name and address; what is still on its way can no longer be delivered. There is no way back.
erase-confirm = I want my account erased for good
erase-do = Erase my account
flash-account-erased = Your account was erased.
first-password-title = Set your password
first-password-lead = Afterwards you sign in with { $email }.
first-password-until = This link works once, until { $time }.
first-password-do = Set password
flash-first-password = Your password is set. You can sign in now.

## What was changed, field by field
change-delivery = Delivery address
change-billing = Invoice address
change-terms = Terms of sale
change-payment = Payment
change-shipping = Shipping
change-order = Order
change-number = Number
change-accepted = accepted ({ $how })
