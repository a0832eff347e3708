## Frame
skip-to-content = Zum Inhalt springen
nav-menu = Menü
nav-categories = Kategorien
nav-account = Mein Konto
nav-account-of = Konto von { $name }
search-products = Produkte suchen
search = Suchen
region-label = { $site } · { $currency }, { $language }
region-site = Shop
region-language = Sprache
region-currency = Währung
crumbs-label = Sie sind hier
pages-label = Weitere Ergebnisse
dismiss = Meldung schließen
helped-now =
    { $others ->
        [none] { $agent } hilft Ihnen gerade
       *[other] { $others } und { $agent } helfen Ihnen gerade
    }
helped-since = Seit { $time }. Änderungen erscheinen hier sofort.
helped-see = Änderungen ansehen
footer-promise = Nützliche Dinge, mit Sorgfalt ausgesucht, und Menschen, die ans Telefon gehen.
footer-shop = Einkaufen
footer-help = Hilfe
footer-region = Ihre Region
footer-tax =
    { $included ->
        [yes] Alle Preise inklusive Steuer.
       *[other] Die Steuer kommt an der Kasse hinzu.
    }

## Actions
save = Speichern
cancel = Abbrechen
edit = Bearbeiten
edit-named = { $name } bearbeiten
delete = Löschen
delete-named = { $name } löschen
remove = Entfernen
remove-named = { $name } entfernen
update = Aktualisieren
print = Drucken
see-all = Alle ansehen
see-all-orders = Alle Bestellungen

## Fields
field-optional = (freiwillig)
field-name = Name
field-full-name = Vor- und Nachname
field-first-name = Vorname
field-last-name = Nachname
field-email = E-Mail
field-password = Passwort
field-phone = Telefon
field-language = Sprache
field-company = Firma
field-line1 = Straße und Hausnummer
field-line2 = Zusatz, Etage
field-line3 = Weitere Zeile
field-salutation = Anrede
field-gender = Geschlecht
field-birth-date = Geburtsdatum
field-postal-code = Postleitzahl
field-city = Ort
field-region = Bundesland oder Region
field-country = Land
form-errors =
    { $count ->
        [one] Ein Feld braucht noch einen Blick.
       *[other] { $count } Felder brauchen noch einen Blick.
    }
form-errors-unchanged = Es wurde noch nichts gespeichert.
quantity = Menge
quantity-of = Menge von { $name }
quantity-less = Eins weniger
quantity-more = Eins mehr

## Home
home-title = Gutes für lange Abende
home-headline = Gutes für lange Abende
home-lead = Werkzeug, Leckeres und kleine Wunder von Leuten, die ihr Handwerk verstehen. In zwei Tagen da, Rückgabe ohne Fragen.
home-shop-category = { $category } entdecken
home-categories = Wohin darf es gehen?
home-shelf =
    { $kind ->
        [picks] Diese Woche ausgesucht
        [new] Frisch eingetroffen
        [sale] Zurzeit reduziert
        [bought] Immer wieder gekauft
       *[other] Mehr zu sehen
    }
home-promises = Worauf Verlass ist
promise-delivery = In zwei Tagen da
promise-delivery-text = Bis mittags bestellt, übermorgen da.
promise-returns = 30 Tage Rückgabe
promise-returns-text = Innerhalb von 30 Tagen kostenlos zurück.
promise-people = Menschen, die helfen
promise-people-text = Rufen Sie an, wir kaufen mit Ihnen ein. Sie sehen jede Änderung.

## Category, search, product
category-narrow = Eingrenzen
product-count =
    { $count ->
        [0] Keine Produkte
        [one] { $count } Produkt
       *[other] { $count } Produkte
    }
sort-by = Sortieren nach
sort =
    { $by ->
        [relevance] Beste Treffer
        [name] Name
        [price_up] Preis aufsteigend
        [price_down] Preis absteigend
        [newest] Neueste
       *[other] { $by }
    }
facets = Filter
facets-apply = Filter anwenden
facets-clear = Filter löschen
facets-none-title = Nichts passt zu allen Filtern
facets-none-text = Nehmen Sie einen weg und schauen Sie noch einmal.
facet-price = Preis ({ $currency })
facet-price-from = Von
facet-price-to = Bis
load-more = Mehr Produkte zeigen
search-title = Ergebnisse für „{ $query }“
search-all = Alle Produkte
search-none-title = Nichts gefunden für „{ $query }“
search-none-text = Prüfen Sie die Schreibweise, nehmen Sie ein kürzeres Wort oder beginnen Sie hier.
product-badge =
    { $kind ->
        [new] Neu
        [sale] Reduziert
        [members] Für Mitglieder
       *[other] { $kind }
    }
product-about = Über das Produkt
product-details = Einzelheiten
product-sku = Artikelnummer
product-related = Passt gut dazu
stock =
    { $level ->
        [in] Auf Lager
        [low] Nur noch wenige
        [out] Ausverkauft
       *[other] { $level }
    }
stock-left =
    { $count ->
        [one] { $count } Stück
       *[other] { $count } Stück
    }
add-to-cart = In den Warenkorb
add-named = { $name } in den Warenkorb
price-now = Jetzt
price-was = Vorher
price-free = Kostenlos
price-tax =
    { $included ->
        [yes] Inklusive Steuer, Versand an der Kasse
       *[other] Zuzüglich Steuer, Versand an der Kasse
    }
why-price = Warum dieser Preis
why-you-pay = Sie zahlen

## Cart
cart-title = Ihr Warenkorb
cart-lines = Produkte im Warenkorb
cart-count =
    { $count ->
        [0] Keine Artikel
        [one] { $count } Artikel
       *[other] { $count } Artikel
    }
cart-open =
    Warenkorb, { $count ->
        [0] leer
        [one] { $count } Artikel
       *[other] { $count } Artikel
    }
cart-view = Zum Warenkorb
cart-checkout = Zur Kasse
cart-new = Neuer Warenkorb
cart-unnamed = Warenkorb ohne Namen
cart-is-current = Aktuell
cart-changed-at = Geändert { $time }
cart-show = Warenkorb zeigen
cart-show-named = { $name } zeigen
cart-make-current = Aktuell machen
cart-make-current-named = { $name } zum aktuellen Warenkorb machen
cart-rename = Umbenennen
cart-rename-named = { $name } umbenennen
cart-delete-sure = Der Warenkorb und alles darin ist endgültig weg.
cart-put-aside = Für später speichern
carts-none-title = Noch keine Warenkörbe
carts-none-text = Was Sie in einen Warenkorb legen, bleibt hier, bis Sie es bestellen oder löschen.
flash-cart-put-aside = Ihr Warenkorb wurde gespeichert. Ein neuer liegt leer bereit.
flash-cart-current = Das ist jetzt Ihr aktueller Warenkorb.
flash-cart-deleted = Der Warenkorb wurde gelöscht.
cart-empty-title = Ihr Warenkorb ist leer
cart-empty-text = Was Sie hineinlegen, bleibt hier: auf jedem Gerät, auf dem Sie sich anmelden.
cart-empty-go = Umsehen
cart-kept = Ihr Warenkorb bleibt gespeichert. Preise gelten ab der Bestellung.
cart-changed-title = Der Warenkorb wurde inzwischen geändert
cart-changed-text = { $who } hat ihn um { $time } geändert. Sie sehen jetzt den neuesten Stand; Ihre letzte Änderung wurde nicht gespeichert.
line-quantity-each = { $quantity } × { $price }
line-each = je { $price }
line-added-by = Von { $agent } hinzugefügt, Kundendienst
line-stock =
    { $left ->
        [0] Ausverkauft. Bitte entfernen, um fortzufahren.
        [one] Nur noch eins da.
       *[other] Nur noch { $left } da.
    }
summary = Übersicht
coupon-label = Gutscheincode
coupon-apply = Einlösen
coupon-remove = Gutschein { $code } entfernen
total-subtotal = Zwischensumme
total-discount = Rabatte
total-shipping = Versand
total-shipping-later = An der Kasse
total-tax = Steuer
total-tax-included = Darin Steuer
total-total = Summe

## Checkout
checkout-title = Kasse
checkout-contact = Kontakt
checkout-email-hint = Hierhin geht die Bestätigung.
checkout-have-account = Sie haben ein Konto?
checkout-address = Lieferadresse
checkout-shipping = Versand
checkout-payment = Zahlung
checkout-update-totals = Summen aktualisieren
checkout-edit-cart = Warenkorb ändern
checkout-terms = Ich akzeptiere die Verkaufsbedingungen und die Datenschutzhinweise.
checkout-terms-for = Ich akzeptiere die Verkaufsbedingungen und die Datenschutzhinweise im Namen von { $name }, wie im Gespräch vereinbart.
checkout-terms-recorded = Wird mit Ihrem Namen, der Uhrzeit und der Art der Zustimmung festgehalten.
checkout-place = Zahlungspflichtig bestellen
checkout-place-for = Für { $name } bestellen
checkout-place-anyway = Mit diesen Änderungen bestellen
checkout-once = Auch zweimal gedrückt wird nur einmal bestellt.
checkout-may-not-title = Ihre Rolle bereitet Bestellungen vor
checkout-may-not = Eine Führungskraft kann sie aufgeben. Übergeben Sie den Warenkorb; es geht nichts verloren.
checkout-hand-over = An Führungskraft übergeben
checkout-hand-over-note = Notiz für die Führungskraft
checkout-changed-title = Vor der Bestellung hat sich etwas geändert
checkout-changed-text = Es wurde noch nichts bestellt. Prüfen Sie den Unterschied und bestellen Sie erneut oder gehen Sie zurück zum Warenkorb.
change-kind =
    { $kind ->
        [price] Preis
        [stock] Bestand
        [gone] Ausverkauft
       *[other] { $kind }
    }
column-product = Produkt
column-what = Was sich änderte
column-before = Vorher
column-now = Jetzt
payment-method =
    { $method ->
        [invoice] Rechnung
        [card] Karte
        [pay_link] Bezahllink
        [other] Anderswo bezahlt
       *[other] { $method }
    }
payment-method-hint =
    { $method ->
        [invoice] Zahlbar innerhalb von 14 Tagen nach Lieferung.
        [card] Eingabe auf der Seite des Zahlungsdienstes. Wir sehen die Nummer nie.
        [pay_link] { $name } zahlt auf dem eigenen Bildschirm; der Link kommt per E-Mail und erscheint im Konto.
       *[other] { $method }
    }
payment-no-card = Kartendaten gibt nur die Kundin oder der Kunde ein, nie hier.
payment-status =
    { $status ->
        [open] Noch nicht fällig
        [awaiting] Wartet auf Zahlung
        [paid] Bezahlt
        [failed] Zahlung fehlgeschlagen
        [refunded] Erstattet
       *[other] { $status }
    }
card-tail = { $brand }, endet auf { $last4 }

## Orders
confirmation-title = Bestellung aufgegeben
confirmation-thanks = Vielen Dank, { $name }
confirmation-for = Bestellung für { $name } aufgegeben
confirmation-number = Ihre Bestellnummer ist { $number }.
confirmation-mail = Eine Bestätigung geht an { $email }.
confirmation-pay-title = Ein Schritt fehlt noch: die Zahlung
confirmation-pay-text = Der Bezahllink ist verschickt. Sobald bezahlt ist, geht die Bestellung raus.
continue-shopping = Weiter einkaufen
order-view = Bestellung ansehen
order-title = Bestellung { $number }
order-placed-at = Aufgegeben am { $time }
order-line =
    { $time } · { $count ->
        [one] { $count } Artikel
       *[other] { $count } Artikel
    }
order-lines = Bestellte Artikel
order-history = Verlauf
order-status =
    { $status ->
        [placed] Aufgegeben
        [awaiting_payment] Wartet auf Zahlung
        [processing] In Arbeit
        [completed] Abgeschlossen
        [awaiting_approval] Wartet auf Freigabe
        [paid] Bezahlt
        [packed] Gepackt
        [shipped] Versandt
        [delivered] Zugestellt
        [cancelled] Storniert
       *[other] { $status }
    }
order-step-pending = Steht noch aus
order-by-support = Vom Kundendienst
order-by-support-long = Vom Kundendienst für Sie aufgegeben
order-by-agent = { $agent } hat diese Bestellung am { $time } aufgegeben.
order-see-session = Was noch geschah
order-cancel = Bestellung stornieren
order-cancel-sure = Die Bestellung wird storniert, es wird nichts verschickt. Reservierte Ware wird frei, Gutscheine können wieder eingelöst werden.
order-cancelled = Die Bestellung wurde storniert.
order-buy-again = Erneut kaufen
reorder-cart = Aus Bestellung { $number }
reorder-left-out = { $name } ({ $added } von { $wanted })
flash-reordered = Ihre Bestellung liegt zu heutigen Preisen im Warenkorb.
flash-reorder-left-out = Nicht alles ist zu haben: { $list }.
flash-reorder-nothing = Von dieser Bestellung ist nichts mehr zu haben.
flash-cart-saved = Ihr anderer Warenkorb wurde gespeichert.
order-pay-title = Diese Bestellung wartet auf Ihre Zahlung
order-pay-text = { $amount } per Karte, auf der Seite des Zahlungsdienstes.
pay-now = Jetzt bezahlen
look-up-title = Bestellung finden
look-up-text = Ohne Konto: Bestellnummer und die E-Mail-Adresse der Bestellung genügen.
look-up-number = Bestellnummer
look-up-number-hint = Sie steht in der Bestätigung, zum Beispiel NL100234.
look-up-go = Bestellung suchen

## Payment pages
pay-title = Bestellung { $number } bezahlen
pay-lead = { $agent } hat diese Bestellung für Sie vorbereitet. Prüfen Sie sie und bezahlen Sie auf der Seite des Zahlungsdienstes.
pay-go = { $amount } bezahlen
pay-hint = Öffnet die Seite des Zahlungsdienstes. Dieser Link gilt bis { $time }.
pay-paid-title = Schon bezahlt
pay-paid = Vielen Dank. Es ist nichts mehr zu tun.
pay-expired-title = Dieser Link ist abgelaufen
pay-expired = Es wurde nichts abgebucht. Bitten Sie uns um einen neuen oder zahlen Sie in Ihrem Konto.
test-pay-name = Test Pay
test-pay-mode = Testbetrieb
test-pay-promise = Eine Testseite auf eigener Adresse. Sie behält Marke, letzte vier Ziffern und Ablauf, nie die Nummer.
test-pay-title = { $merchant } bezahlen
test-pay-to = { $merchant }, Bestellung { $number }
test-pay-numbers = Testnummern
test-pay-outcome =
    { $outcome ->
        [paid] wird bezahlt
        [declined] wird abgelehnt
        [error] schlägt fehl
       *[other] { $outcome }
    }
test-pay-result =
    { $outcome ->
        [paid] Zahlung eingegangen
        [declined] Zahlung abgelehnt
        [cancelled] Zahlung abgebrochen
       *[other] Zahlung fehlgeschlagen
    }
test-pay-result-text =
    { $outcome ->
        [paid] { $amount } an { $merchant } bezahlt.
       *[other] Es wurde nichts abgebucht. Sie können es bei { $merchant } noch einmal versuchen.
    }
test-pay-return = Zurück zu { $merchant }
card-number = Kartennummer
card-expiry = Gültig bis
card-expiry-hint = MM/JJ
card-cvc = Prüfziffer
card-cvc-hint = 3 oder 4 Ziffern
card-cancel = Abbrechen und zurück
test-pay-failed = Die Zahlung hat nicht geklappt
test-pay-error = Die Bank hat nicht geantwortet. Es wurde nichts bezahlt. Bitte erneut versuchen.
test-pay-only-test-numbers = Hier gelten nur die Testnummern unten.
test-pay-expiry-wrong = Monat und Jahr in der Zukunft eingeben, zum Beispiel 04/29.
test-pay-cvc-wrong = Die drei oder vier Ziffern des Prüfcodes eingeben.

## Why a price is what it is
why-list = Listenpreis
why-segment = Ihr Preis ({ $segment })
why-own = Ihr Preis
why-special = Auf Zeit reduziert
why-quantity =
    { $count ->
        [one] Ab { $count } Stück
       *[other] Ab { $count } Stück
    }
why-coupon = { $name } (Gutschein { $code })

## Messages
flash-added = { $name } liegt im Warenkorb.
flash-saved = Gespeichert.
flash-address-saved = Die Adresse wurde gespeichert.
flash-address-deleted = Die Adresse wurde gelöscht.
flash-handed-over = Der Warenkorb wartet jetzt auf eine Führungskraft.
flash-pay-link = Zahlungslink für die Kundin oder den Kunden, 48 Stunden gültig.
flash-signed-out = Sie sind abgemeldet.
cart-handed-over = Dieser Warenkorb wurde zum Bestellen übergeben. Sie können ihn weiter ändern.
somebody-customer = Die Kundin oder der Kunde
somebody-else = Jemand anderes
crumb-home = Startseite
facet-brand = Marke
facet-stock = Verfügbarkeit
search-corrected = Ergebnisse für „{ $query }“.
currency-name =
    { $code ->
        [EUR] Euro
        [USD] US-Dollar
        [GBP] Pfund Sterling
        [JPY] Yen
        [CHF] Schweizer Franken
       *[other] { $code }
    }
again-title = Sie sind wieder angemeldet
again-text = Nichts von dem, was Sie eingegeben haben, ist verloren. Senden Sie es jetzt oder lassen Sie es.
again-send = Jetzt senden
merge-title = Sie hatten schon einen Warenkorb, bevor Sie sich angemeldet haben
merge-text =
    { $count ->
        [0] Ihr eigener Warenkorb ist leer. Was soll aus diesem werden?
        [one] In Ihrem eigenen Warenkorb liegt schon ein Artikel. Was soll aus diesem werden?
       *[other] In Ihrem eigenen Warenkorb liegen schon { $count } Artikel. Was soll aus diesem werden?
    }
merge-lines = Im Warenkorb von vorher
merge-rule =
    { $rule ->
        [merge] In meinen Warenkorb legen
        [replace] Nur diese nehmen
       *[keep] Meinen Warenkorb so lassen
    }
merge-rule-text =
    { $rule ->
        [merge] Aus beiden wird einer.
        [replace] Was in Ihrem eigenen Warenkorb lag, wird herausgenommen.
       *[keep] Diese hier verfallen.
    }
merge-go = Weiter
flash-password-changed = Das Passwort wurde geändert. Andere Geräte wurden abgemeldet.
copy = Kopieren
copied = Kopiert
