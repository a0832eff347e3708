error-403-title = This is not open to you
error-403 = Your account does not have the right to see or do this. Ask whoever runs the shop if you need it.
error-404-title = This page is not here
error-404 = It may have moved, or the address has a typo.
error-409-title = Somebody was faster
error-409 = What you wanted to change was changed meanwhile. Look at the newest state and try again.
error-410-title = This session has ended
error-410 = You are no longer acting for { $name }. What you typed was not sent; it is kept below.
error-410-supervisor = { $by } ended the session: { $reason }
error-500-title = That did not work
error-500 = The fault is ours, and it has been noted.
error-503-title = We are catching our breath
error-503 = The shop is very busy or being looked after. Try again in a few seconds.
error-changed =
    { $state ->
        [nothing] Nothing was changed.
        [done] What you sent was saved.
        [unknown] We do not know yet whether it was saved. Pressing again is safe: it happens once.
       *[other] { $state }
    }
error-typed = What you typed
error-start-again = Start again for { $name }
error-retry = Try again
error-home = To the start page
error-request = Error { $status } · { $request }
field-missing = Fill this in.
field-bad-email = This does not look like an e-mail address.
field-email-taken = There is already an account with this e-mail. Sign in instead.
field-bad-phone = This does not look like a phone number.
field-bad-postal-code = This does not look like a postal code of the country chosen.
field-too-short =
    { $count ->
        [one] At least one character.
       *[other] At least { $count } characters.
    }
field-too-long =
    { $count ->
        [one] At most one character.
       *[other] At most { $count } characters.
    }
field-bad-number = Enter a number from { $min } to { $max }.
field-bad-card = This is not one of the test numbers.
field-bad-address = This is not an address the shop can be reached at.
sign-in-wrong-title = That did not match
sign-in-wrong = E-mail or password is wrong. Nothing was changed.
sign-in-locked-title = Too many tries
sign-in-locked = Wait until { $time } and try again.
coupon-unknown = We do not know this code.
coupon-expired = This coupon ran out on { $date }.
coupon-used = This coupon has been used up.
coupon-minimum = This coupon needs a cart of at least { $amount }.
look-up-none-title = No order with these details
look-up-none = Number and e-mail must belong together. Check the confirmation.
terms-missing = Accept the terms to place the order.
consent-refused-title = This customer refuses assistance
consent-refused = Only they can allow it, under Assistance & privacy in their account.
session-limit-title = Too many sessions at once
session-limit =
    { $count ->
        [one] You may run one session. End it first.
       *[other] You may run { $count } sessions. End one first.
    }
form-stale-title = This form is too old
form-stale = It was opened before you signed in. Nothing was changed; send it again.
coupon-over = This coupon is no longer valid.
coupon-not-yet = This coupon is not valid yet.
coupon-missing = Needs a cart of { $amount }; { $missing } to go.
coupon-other-customers = This coupon is for other customers.
coupon-only-assisted = Granted only with an agent’s help.
coupon-other-currency = This coupon is for another currency.
coupon-nothing = Nothing in the cart is covered by this coupon.
coupon-not-with = Cannot be combined with { $with }.
coupon-already = This coupon is applied already.
problem-sign-in-failed = That did not match
problem-sign-in-failed-text = E-mail or password is wrong. Nothing was changed.
problem-sign-in-expired = Your sign-in has ended
problem-sign-in-expired-text = Sign in again. What you typed is kept.
problem-sign-in-required = Sign in first
problem-sign-in-required-text = What you typed is kept.
problem-version-changed = It was changed meanwhile
problem-version-changed-text = You now see the newest state. Your last change was not made.
problem-offer-changed = Prices or stock have changed
problem-offer-changed-text = No order was placed yet. Look at the new total and place it again.
problem-account-locked = Too many tries
problem-too-many-requests = Too many tries
problem-may-not-place = Your role prepares orders
problem-may-not-place-text = A manager can place this one. Hand the cart over; nothing in it is lost.
problem-never-on-behalf = Only the customer can do this
problem-conflict = This does not fit
problem-not-ready = Something is still missing
problem-not-ready-text = Fill in every step, then place the order. Nothing was changed.
problem-cross-site = This form is too old
problem-cross-site-text = It was opened before you signed in, or elsewhere. Nothing was changed. Load the page and send it again.

## Problems that have no better words of their own: English says what the shop says
problem-malformed = The request cannot be read
problem-malformed-text = { $detail }
problem-invalid = Something in the request is not right
problem-invalid-text = { $detail }
problem-step-up-required = Give your password again first
problem-step-up-required-text = { $detail }
problem-forbidden = You may not do this
problem-forbidden-text = { $detail }
problem-not-an-agent = This user is not an agent
problem-not-an-agent-text = { $detail }
problem-never-on-behalf-text = { $detail }
problem-not-found = There is nothing here
problem-not-found-text = { $detail }
problem-method-not-allowed = This address does not take that method
problem-method-not-allowed-text = { $detail }
problem-conflict-text = { $detail }
problem-taken = This is already in use
problem-taken-text = { $detail }
problem-nested-assistance = End this session before you start another one from here
problem-nested-assistance-text = { $detail }
problem-too-many-sessions = You have as many sessions open as you may
problem-too-many-sessions-text = { $detail }
problem-already-assisted = Somebody else is helping this customer
problem-already-assisted-text = { $detail }
problem-assisting-off = Assisting is off for this site
problem-assisting-off-text = { $detail }
problem-customer-disabled = This account is disabled
problem-customer-disabled-text = { $detail }
problem-customer-locked = This account is locked
problem-customer-locked-text = { $detail }
problem-consent-required = This customer has not allowed assistance
problem-consent-required-text = { $detail }
problem-idempotency-key-in-use = A request with this key is still being worked on
problem-idempotency-key-in-use-text = { $detail }
problem-secret-already-issued = The secret was issued with the first answer and is not shown again
problem-secret-already-issued-text = { $detail }
problem-session-ended = This assist session has ended
problem-session-ended-text = { $detail }
problem-gone = This is no longer valid
problem-gone-text = { $detail }
problem-too-large = The request is too large
problem-too-large-text = { $detail }
problem-too-slow = The request took too long to arrive
problem-too-slow-text = { $detail }
problem-unsupported-type = This kind of content is not understood here
problem-unsupported-type-text = { $detail }
problem-idempotency-key-reused = This key was used for a different request
problem-idempotency-key-reused-text = { $detail }
problem-reason-required = Give a reason for helping this customer
problem-reason-required-text = { $detail }
problem-account-locked-text = { $detail }
problem-version-required = Say which version you are changing (If-Match)
problem-version-required-text = { $detail }
problem-too-many-requests-text = { $detail }
problem-internal = That did not work. Nothing was changed
problem-internal-text = { $detail }
problem-unavailable = The shop cannot reach its data right now. Nothing was changed
problem-unavailable-text = { $detail }
problem-in-doubt = It is not known yet whether that was done
problem-in-doubt-text = The shop lost touch with its data just as this was stored. It may be done: look before you do it again.
problem-sold-out = This product is sold out. Nothing was changed.
problem-only-left = Only { $left } left. Nothing was changed.
problem-cart-ordered = This cart was placed as order { $order }. Nothing was changed.
problem-cart-moved = This cart was merged into another one. Nothing was changed.
problem-not-waiting = This order does not wait for a payment. Nothing was changed.
field-wrong = { $detail }
field-bad-password = { $detail }
