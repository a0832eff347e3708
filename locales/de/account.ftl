sign-in = Anmelden
sign-in-title = Willkommen zurück
sign-in-text = Warenkorb, Bestellungen und Adressen warten schon.
sign-in-new = Neu hier?
sign-in-guest = Als Gast bestellt?
sign-up = Konto anlegen
sign-up-title = Konto anlegen
sign-up-text = Warenkorb auf jedem Gerät und alle Bestellungen an einem Ort.
sign-up-have = Sie haben schon ein Konto?
sign-out = Abmelden
password-hint = Mindestens 8 Zeichen. Ein Satz ist in Ordnung.
password-title = Passwort
password-current = Bisheriges Passwort
password-new = Neues Passwort
password-change = Passwort ändern
password-locked-title = Nur die Kundin oder der Kunde kann das Passwort ändern
password-locked = Niemand sonst sieht oder setzt es, auch nicht beim Helfen.
account-overview = Übersicht
account-orders = Bestellungen
account-carts = Meine Warenkörbe
account-profile = Profil
account-addresses = Adressen
account-assistance = Hilfe & Privatsphäre
account-hello = Hallo, { $name }
account-number = Kundennummer { $number }
account-recent-orders = Letzte Bestellungen
account-default-address = Lieferadresse
profile-email-locked = Die E-Mail ist der Schlüssel zum Konto: eine Änderung braucht die Bestätigung der Kundin oder des Kunden.
orders-none-title = Noch keine Bestellungen
orders-none-text = Ihre erste Bestellung erscheint hier, sobald sie aufgegeben ist.
load-more-orders = Ältere Bestellungen zeigen
address-town = { $postal_code } { $city } { $region }
address-add = Adresse hinzufügen
address-edit = Adresse bearbeiten
address-delete = Adresse löschen
address-delete-title = Diese Adresse löschen?
address-delete-text = In bestehenden Bestellungen bleibt sie erhalten.
address-keep = Behalten
address-other = Andere Adresse
address-other-hint = Unten eingeben.
address-default-shipping = Lieferung
address-default-billing = Rechnung
address-default-shipping-set = Für Lieferungen verwenden
address-default-billing-set = Für Rechnungen verwenden
addresses-none-title = Keine Adresse gespeichert
addresses-none-text = Mit einer gespeicherten Adresse geht die Kasse zwei Klicks schneller.

## Assistance & privacy
assistance-lead = Wenn Ihnen der Kundendienst hilft, sehen Sie hier wer, wann, warum und jede Änderung.
assistance-summary =
    { $allowed ->
        [yes] Der Kundendienst darf in Ihrem Konto helfen.
       *[other] Der Kundendienst darf in Ihrem Konto nichts tun.
    } { $count ->
        [0] Bisher hat das niemand getan.
        [one] Einmal wurde geholfen.
       *[other] { $count } Mal wurde geholfen.
    }
assistance-now = Gerade jetzt
assistance-since = Seit { $time }, längstens bis { $until }
assistance-reason = Grund: { $reason }
assistance-end = Jetzt beenden
assistance-nobody-title = Gerade hilft niemand in Ihrem Konto
assistance-nobody = Sobald es jemand tut, erscheint auf jeder Seite und hier ein Hinweis.
assistance-past = Wer Ihnen geholfen hat
assistance-span =
    { $time } · { $minutes ->
        [0] unter einer Minute
        [one] eine Minute
       *[other] { $minutes } Minuten
    } · { $ended ->
        [agent] vom Kundendienst beendet
        [customer] von Ihnen beendet
        [supervisor] von der Aufsicht beendet
        [timeout] abgelaufen
       *[other] beendet
    }
assistance-changes = Was geändert wurde
assistance-only-looked = Es wurde nur geschaut, nichts geändert.
assistance-disputed = „Das war ich nicht“
assistance-none-title = Bisher hat Ihnen niemand geholfen
assistance-none = Jede künftige Hilfe steht hier, mit allen Änderungen.
assistance-more = Frühere zeigen
acts-count =
    { $count ->
        [0] Keine Änderungen
        [one] { $count } Änderung
       *[other] { $count } Änderungen
    }
act-refused = Nicht erlaubt
act-failed = Fehlgeschlagen
consent-title = Darf der Kundendienst in Ihrem Konto handeln?
consent-text = Wenn Sie das ausschalten, kann niemand mehr in Ihrem Konto helfen, bis Sie es wieder erlauben. Eine laufende Hilfe endet sofort.
consent-switch = Dem Kundendienst erlauben, in meinem Konto zu handeln
consent-state =
    { $allowed ->
        [yes] Von der Kundin oder dem Kunden erlaubt
       *[other] Von der Kundin oder dem Kunden abgelehnt
    }
consent-since = Zuletzt geändert am { $time }
not-me = Das habe ich nicht gewollt
not-me-text = Sagen Sie uns, dass Sie das nicht waren. Läuft die Hilfe noch, endet sie; sie wird für die Aufsicht markiert, und Ihre Meldung bleibt dauerhaft festgehalten.
not-me-confirm = Das war ich nicht
profile-email-hint = Damit melden Sie sich an.
flash-assistance-ended = Niemand handelt mehr in Ihrem Konto.
flash-not-me = Danke. Es wurde festgehalten und wird geprüft.
account-data = Ihre Daten
data-locked-title = Das kann nur die Kundin oder der Kunde
data-locked = E-Mail-Adresse, eine Kopie der Daten und das Löschen des Kontos sind Sache der Kundin oder des Kunden, auf dem eigenen Bildschirm.
email-change-title = E-Mail-Adresse
email-change-now = Sie melden sich mit { $email } an.
email-change-new = Neue E-Mail-Adresse
email-change-do = E-Mail-Adresse ändern
flash-email-changed = Ihre E-Mail-Adresse wurde geändert. Melden Sie sich künftig damit an.
data-take-title = Ihre Daten mitnehmen
data-take = Alles, was wir über Sie speichern, in einer Datei, die andere Programme lesen können.
data-take-do = Herunterladen (JSON)
erase-title = Konto löschen
erase-text = Name, Adressen, Telefonnummer, Warenkörbe, Anmeldungen und alle Notizen über Sie werden endgültig gelöscht. Bestellungen bleiben, wie das Gesetz es verlangt, ohne Ihren Namen und Ihre Adresse; was noch unterwegs ist, kann nicht mehr zugestellt werden. Das lässt sich nicht rückgängig machen.
erase-confirm = Ich möchte mein Konto endgültig löschen
erase-do = Mein Konto löschen
flash-account-erased = Ihr Konto wurde gelöscht.
first-password-title = Passwort festlegen
first-password-lead = Danach melden Sie sich mit { $email } an.
first-password-until = Dieser Link gilt einmal, bis { $time }.
first-password-do = Passwort festlegen
flash-first-password = Ihr Passwort ist festgelegt. Sie können sich jetzt anmelden.

## What was changed, field by field
change-delivery = Lieferadresse
change-billing = Rechnungsadresse
change-terms = Verkaufsbedingungen
change-payment = Zahlung
change-shipping = Versand
change-order = Bestellung
change-number = Nummer
change-accepted = angenommen ({ $how })
