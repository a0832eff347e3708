## Frame
skip-to-content = Skip to content
nav-menu = Menu
nav-categories = Categories
nav-account = My account
nav-account-of = Account of { $name }
search-products = Search products
search = Search
region-label = { $site } · { $currency }, { $language }
region-site = Shop
region-language = Language
region-currency = Currency
crumbs-label = You are here
pages-label = More results
dismiss = Close message
helped-now =
    { $others ->
        [none] { $agent } is helping you right now
       *[other] { $others } and { $agent } are helping you right now
    }
helped-since = Since { $time }. Changes appear here as they are made.
helped-see = See what changes
footer-promise = Useful things, chosen with care, and people who answer when you call.
footer-shop = Shop
footer-help = Help
footer-region = Your region
footer-tax =
    { $included ->
        [yes] All prices include tax.
       *[other] Tax is added at checkout.
    }

## Actions
save = Save
cancel = Cancel
edit = Edit
edit-named = Edit { $name }
delete = Delete
delete-named = Delete { $name }
remove = Remove
remove-named = Remove { $name }
update = Update
print = Print
see-all = See all
see-all-orders = See all orders

## Fields
field-optional = (optional)
field-name = Name
field-full-name = Full name
field-first-name = First name
field-last-name = Last name
field-email = E-mail
field-password = Password
field-phone = Phone
field-language = Language
field-company = Company
field-line1 = Street and number
field-line2 = Apartment, floor
field-line3 = Further line
field-salutation = Form of address
field-gender = Gender
field-birth-date = Date of birth
field-postal-code = Postal code
field-city = City
field-region = State or region
field-country = Country
form-errors =
    { $count ->
        [one] One field needs another look.
       *[other] { $count } fields need another look.
    }
form-errors-unchanged = Nothing was saved yet.
quantity = Quantity
quantity-of = Quantity of { $name }
quantity-less = One less
quantity-more = One more

## Home
home-title = Good things for long evenings
home-headline = Good things for long evenings
home-lead = Tools, treats and small wonders from makers who know what they are doing. Delivered in two days, taken back without questions.
home-shop-category = Shop { $category }
home-categories = Find your way
home-shelf =
    { $kind ->
        [picks] Picked this week
        [new] Just arrived
        [sale] Reduced for now
        [bought] Bought again and again
       *[other] More to see
    }
home-promises = What you can count on
promise-delivery = Two-day delivery
promise-delivery-text = Ordered before noon, there the day after tomorrow.
promise-returns = 30 days to return
promise-returns-text = Send it back within 30 days, free of charge.
promise-people = People who help
promise-people-text = Call us and we shop along with you. You see every change.

## Category, search, product
category-narrow = Narrow down
product-count =
    { $count ->
        [0] No products
        [one] { $count } product
       *[other] { $count } products
    }
sort-by = Sort by
sort =
    { $by ->
        [relevance] Best match
        [name] Name
        [price_up] Price, low to high
        [price_down] Price, high to low
        [newest] Newest
       *[other] { $by }
    }
facets = Filters
facets-apply = Apply filters
facets-clear = Clear filters
facets-none-title = Nothing matches all of these filters
facets-none-text = Take one away and look again.
facet-price = Price ({ $currency })
facet-price-from = From
facet-price-to = To
load-more = Show more products
search-title = Results for “{ $query }”
search-all = All products
search-none-title = Nothing found for “{ $query }”
search-none-text = Check the spelling, try a shorter word, or start from one of these.
product-badge =
    { $kind ->
        [new] New
        [sale] Reduced
        [members] For members
       *[other] { $kind }
    }
product-about = About it
product-details = Details
product-sku = Article number
product-related = Goes well with it
stock =
    { $level ->
        [in] In stock
        [low] Only a few left
        [out] Sold out
       *[other] { $level }
    }
stock-left =
    { $count ->
        [one] { $count } piece
       *[other] { $count } pieces
    }
add-to-cart = Add to cart
add-named = Add { $name } to cart
price-now = Now
price-was = Before
price-free = Free
price-tax =
    { $included ->
        [yes] Tax included, shipping at checkout
       *[other] Plus tax, shipping at checkout
    }
why-price = Why this price
why-you-pay = You pay

## Cart
cart-title = Your cart
cart-lines = Products in the cart
cart-count =
    { $count ->
        [0] No items
        [one] { $count } item
       *[other] { $count } items
    }
cart-open =
    Cart, { $count ->
        [0] empty
        [one] { $count } item
       *[other] { $count } items
    }
cart-view = View cart
cart-checkout = Checkout
cart-new = New cart
cart-unnamed = Cart without a name
cart-is-current = Current
cart-changed-at = Changed { $time }
cart-show = Show cart
cart-show-named = Show { $name }
cart-make-current = Make current
cart-make-current-named = Make { $name } the current cart
cart-rename = Rename
cart-rename-named = Rename { $name }
cart-delete-sure = The cart and everything in it is gone for good.
cart-put-aside = Save for later
carts-none-title = No carts yet
carts-none-text = What you put into a cart is kept here until you order or delete it.
flash-cart-put-aside = Your cart was saved. A new one is empty and ready.
flash-cart-current = This is your current cart now.
flash-cart-deleted = The cart was deleted.
cart-empty-title = Your cart is empty
cart-empty-text = What you add stays here, on every device you sign in with.
cart-empty-go = Look around
cart-kept = Your cart is kept for you. Prices are fixed when you place the order.
cart-changed-title = The cart was changed meanwhile
cart-changed-text = { $who } changed it at { $time }. You now see the newest state; your last change was not made.
line-quantity-each = { $quantity } × { $price }
line-each = { $price } each
line-added-by = Added by { $agent }, support
line-stock =
    { $left ->
        [0] Sold out. Remove it to go on.
        [one] Only one left.
       *[other] Only { $left } left.
    }
summary = Summary
coupon-label = Coupon code
coupon-apply = Apply
coupon-remove = Remove coupon { $code }
total-subtotal = Subtotal
total-discount = Discounts
total-shipping = Shipping
total-shipping-later = At checkout
total-tax = Tax
total-tax-included = Of which tax
total-total = Total

## Checkout
checkout-title = Checkout
checkout-contact = Contact
checkout-email-hint = The confirmation goes here.
checkout-have-account = Have an account?
checkout-address = Delivery address
checkout-shipping = Shipping
checkout-payment = Payment
checkout-update-totals = Update totals
checkout-edit-cart = Edit cart
checkout-terms = I accept the terms of sale and the privacy notice.
checkout-terms-for = I accept the terms of sale and the privacy notice in { $name }’s name, as agreed on the call.
checkout-terms-recorded = Recorded with your name, the time and how it was agreed.
checkout-place = Place order
checkout-place-for = Place order for { $name }
checkout-place-anyway = Place order with these changes
checkout-once = Pressing twice places one order only.
checkout-may-not-title = Your role prepares orders
checkout-may-not = A manager can place this one. Hand the cart over; nothing in it is lost.
checkout-hand-over = Hand to a manager
checkout-hand-over-note = Note for the manager
checkout-changed-title = Something changed before the order was placed
checkout-changed-text = No order was placed yet. Look at the difference, then place it again or go back to the cart.
change-kind =
    { $kind ->
        [price] Price
        [stock] Stock
        [gone] Sold out
       *[other] { $kind }
    }
column-product = Product
column-what = What changed
column-before = Before
column-now = Now
payment-method =
    { $method ->
        [invoice] Invoice
        [card] Card
        [pay_link] Pay link
        [other] Paid elsewhere
       *[other] { $method }
    }
payment-method-hint =
    { $method ->
        [invoice] Pay within 14 days of delivery.
        [card] You enter it on the payment provider’s page. We never see the number.
        [pay_link] { $name } pays on a screen of their own; the link goes by e-mail and appears in the account.
       *[other] { $method }
    }
payment-no-card = Card details are entered only by the customer, never here.
payment-status =
    { $status ->
        [open] Not due yet
        [awaiting] Waiting for payment
        [paid] Paid
        [failed] Payment failed
        [refunded] Refunded
       *[other] { $status }
    }
card-tail = { $brand } ending in { $last4 }

## Orders
confirmation-title = Order placed
confirmation-thanks = Thank you, { $name }
confirmation-for = Order placed for { $name }
confirmation-number = Your order number is { $number }.
confirmation-mail = A confirmation is on its way to { $email }.
confirmation-pay-title = One step is left: payment
confirmation-pay-text = The pay link was sent. The order ships as soon as it is paid.
continue-shopping = Continue shopping
order-view = View order
order-title = Order { $number }
order-placed-at = Placed { $time }
order-line =
    { $time } · { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
order-lines = What was ordered
order-history = History
order-status =
    { $status ->
        [placed] Placed
        [awaiting_payment] Waiting for payment
        [processing] Being prepared
        [completed] Completed
        [awaiting_approval] Waiting for approval
        [paid] Paid
        [packed] Packed
        [shipped] Shipped
        [delivered] Delivered
        [cancelled] Cancelled
       *[other] { $status }
    }
order-step-pending = Still to come
order-by-support = Placed by support
order-by-support-long = Placed for you by support
order-by-agent = { $agent } placed this order on { $time }.
order-see-session = What else was done
order-cancel = Cancel order
order-cancel-sure = The order is cancelled and nothing is sent. What was reserved goes back on the shelf, and coupons can be used again.
order-cancelled = The order was cancelled.
order-buy-again = Buy again
reorder-cart = From order { $number }
reorder-left-out = { $name } ({ $added } of { $wanted })
flash-reordered = What you ordered is in your cart, at today’s prices.
flash-reorder-left-out = Not all of it can be had: { $list }.
flash-reorder-nothing = Nothing of this order can be bought any more.
flash-cart-saved = Your other cart was saved.
order-pay-title = This order waits for your payment
order-pay-text = { $amount } by card, on the payment provider’s page.
pay-now = Pay now
look-up-title = Find an order
look-up-text = No account needed: the order number and the e-mail it was placed with are enough.
look-up-number = Order number
look-up-number-hint = You find it in the confirmation, for example NL100234.
look-up-go = Find order

## Payment pages
pay-title = Pay order { $number }
pay-lead = { $agent } prepared this order for you. Look it over, then pay on the payment provider’s page.
pay-go = Pay { $amount }
pay-hint = Opens the payment provider’s page. This link works until { $time }.
pay-paid-title = Already paid
pay-paid = Thank you. There is nothing left to do.
pay-expired-title = This link has expired
pay-expired = Nothing was charged. Ask us for a new one or pay from your account.
test-pay-name = Test Pay
test-pay-mode = Test mode
test-pay-promise = A test page on its own address. It keeps brand, last four digits and expiry, never the number.
test-pay-title = Pay { $merchant }
test-pay-to = { $merchant }, order { $number }
test-pay-numbers = Test numbers
test-pay-outcome =
    { $outcome ->
        [paid] is paid
        [declined] is declined
        [error] fails
       *[other] { $outcome }
    }
test-pay-result =
    { $outcome ->
        [paid] Payment received
        [declined] Payment declined
        [cancelled] Payment cancelled
       *[other] Payment failed
    }
test-pay-result-text =
    { $outcome ->
        [paid] { $amount } paid to { $merchant }.
       *[other] Nothing was charged. You can try again with { $merchant }.
    }
test-pay-return = Back to { $merchant }
card-number = Card number
card-expiry = Expiry
card-expiry-hint = MM/YY
card-cvc = Security code
card-cvc-hint = 3 or 4 digits
card-cancel = Cancel and go back
test-pay-failed = The payment did not go through
test-pay-error = The bank did not answer. Nothing was paid. Try again.
test-pay-only-test-numbers = Only the test numbers below are accepted here.
test-pay-expiry-wrong = Enter month and year, in the future, such as 04/29.
test-pay-cvc-wrong = Enter the three or four digits of the code.

## Why a price is what it is
why-list = List price
why-segment = Your price ({ $segment })
why-own = Your price
why-special = Reduced for a time
why-quantity =
    { $count ->
        [one] From { $count } piece
       *[other] From { $count } pieces
    }
why-coupon = { $name } (coupon { $code })

## Messages
flash-added = { $name } is in your cart.
flash-saved = Saved.
flash-address-saved = The address was saved.
flash-address-deleted = The address was deleted.
flash-handed-over = The cart waits for a manager now.
flash-pay-link = Pay link for the customer, good for 48 hours.
flash-signed-out = You are signed out.
cart-handed-over = This cart was handed to a manager, who will place it. You can still change it.
somebody-customer = The customer
somebody-else = Somebody else
crumb-home = Home
facet-brand = Brand
facet-stock = Availability
search-corrected = Showing results for “{ $query }”.
currency-name =
    { $code ->
        [EUR] Euro
        [USD] US dollar
        [GBP] Pound sterling
        [JPY] Yen
        [CHF] Swiss franc
       *[other] { $code }
    }
again-title = You are signed in again
again-text = Nothing of what you typed is lost. Send it now, or leave it.
again-send = Send it now
merge-title = You had a cart before you signed in
merge-text =
    { $count ->
        [0] Your own cart is empty. Take this one along, or let it go.
        [one] There is one item in your own cart already. Choose what happens to this one.
       *[other] There are { $count } items in your own cart already. Choose what happens to this one.
    }
merge-lines = In the cart from before
merge-rule =
    { $rule ->
        [merge] Add these to my cart
        [replace] Take only these
       *[keep] Leave my cart as it is
    }
merge-rule-text =
    { $rule ->
        [merge] Both carts become one.
        [replace] What was in your own cart is taken out.
       *[keep] These are let go.
    }
merge-go = Continue
flash-password-changed = The password was changed. Other devices were signed out.
copy = Copy
copied = Copied
