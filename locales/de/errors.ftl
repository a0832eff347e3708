error-403-title = Das ist für Sie nicht offen
error-403 = Ihr Konto hat dafür kein Recht. Wenden Sie sich an die Leitung des Shops, wenn Sie es brauchen.
error-404-title = Diese Seite gibt es nicht
error-404 = Sie ist umgezogen, oder die Adresse enthält einen Tippfehler.
error-409-title = Jemand war schneller
error-409 = Was Sie ändern wollten, wurde inzwischen geändert. Sehen Sie den neuesten Stand an und versuchen Sie es erneut.
error-410-title = Diese Sitzung ist beendet
error-410 = Sie handeln nicht mehr für { $name }. Ihre Eingaben wurden nicht gesendet; sie stehen unten.
error-410-supervisor = { $by } hat die Sitzung beendet: { $reason }
error-500-title = Das hat nicht geklappt
error-500 = Der Fehler liegt bei uns und ist notiert.
error-503-title = Wir holen kurz Luft
error-503 = Der Shop ist stark besucht oder wird gewartet. Versuchen Sie es in ein paar Sekunden wieder.
error-changed =
    { $state ->
        [nothing] Nichts wurde geändert.
        [done] Ihre Eingabe wurde gespeichert.
        [unknown] Ob es gespeichert wurde, wissen wir noch nicht. Erneut zu drücken ist sicher: es geschieht nur einmal.
       *[other] { $state }
    }
error-typed = Ihre Eingaben
error-start-again = Für { $name } neu beginnen
error-retry = Erneut versuchen
error-home = Zur Startseite
error-request = Fehler { $status } · { $request }
field-missing = Bitte ausfüllen.
field-bad-email = Das sieht nicht nach einer E-Mail-Adresse aus.
field-email-taken = Zu dieser E-Mail gibt es schon ein Konto. Melden Sie sich an.
field-bad-phone = Das sieht nicht nach einer Telefonnummer aus.
field-bad-postal-code = Das passt nicht zu den Postleitzahlen des gewählten Landes.
field-too-short =
    { $count ->
        [one] Mindestens ein Zeichen.
       *[other] Mindestens { $count } Zeichen.
    }
field-too-long =
    { $count ->
        [one] Höchstens ein Zeichen.
       *[other] Höchstens { $count } Zeichen.
    }
field-bad-number = Geben Sie eine Zahl von { $min } bis { $max } ein.
field-bad-card = Das ist keine der Testnummern.
field-bad-address = Unter dieser Adresse ist der Shop nicht erreichbar.
sign-in-wrong-title = Das passt nicht zusammen
sign-in-wrong = E-Mail oder Passwort ist falsch. Es wurde nichts geändert.
sign-in-locked-title = Zu viele Versuche
sign-in-locked = Warten Sie bis { $time } und versuchen Sie es dann erneut.
coupon-unknown = Diesen Code kennen wir nicht.
coupon-expired = Dieser Gutschein ist am { $date } abgelaufen.
coupon-used = Dieser Gutschein ist aufgebraucht.
coupon-minimum = Dieser Gutschein gilt ab einem Warenkorb von { $amount }.
look-up-none-title = Keine Bestellung mit diesen Angaben
look-up-none = Nummer und E-Mail müssen zusammengehören. Sehen Sie in der Bestätigung nach.
terms-missing = Akzeptieren Sie die Bedingungen, um zu bestellen.
consent-refused-title = Diese Person lehnt Hilfe ab
consent-refused = Nur sie selbst kann sie erlauben, unter Hilfe & Privatsphäre im Konto.
session-limit-title = Zu viele Sitzungen zugleich
session-limit =
    { $count ->
        [one] Erlaubt ist eine Sitzung. Beenden Sie sie zuerst.
       *[other] Erlaubt sind { $count } Sitzungen. Beenden Sie zuerst eine.
    }
form-stale-title = Dieses Formular ist zu alt
form-stale = Es wurde vor der Anmeldung geöffnet. Es wurde nichts geändert; senden Sie es erneut.
coupon-over = Dieser Gutschein gilt nicht mehr.
coupon-not-yet = Dieser Gutschein gilt noch nicht.
coupon-missing = Erst ab { $amount }; es fehlen { $missing }.
coupon-other-customers = Dieser Gutschein ist für andere Kunden.
coupon-only-assisted = Nur mit Hilfe unserer Beratung.
coupon-other-currency = Dieser Gutschein gilt in einer anderen Währung.
coupon-nothing = Nichts im Warenkorb gehört zu diesem Gutschein.
coupon-not-with = Nicht zusammen mit { $with }.
coupon-already = Dieser Gutschein ist schon eingelöst.
problem-sign-in-failed = Das passt nicht zusammen
problem-sign-in-failed-text = E-Mail oder Passwort ist falsch. Nichts wurde geändert.
problem-sign-in-expired = Ihre Anmeldung ist abgelaufen
problem-sign-in-expired-text = Melden Sie sich wieder an. Was Sie eingegeben haben, bleibt erhalten.
problem-sign-in-required = Melden Sie sich zuerst an
problem-sign-in-required-text = Was Sie eingegeben haben, bleibt erhalten.
problem-version-changed = Inzwischen wurde etwas geändert
problem-version-changed-text = Sie sehen jetzt den neuesten Stand. Ihre letzte Änderung wurde nicht gemacht.
problem-offer-changed = Preise oder Bestand haben sich geändert
problem-offer-changed-text = Noch wurde nichts bestellt. Sehen Sie sich die neue Summe an und bestellen Sie noch einmal.
problem-account-locked = Zu viele Versuche
problem-too-many-requests = Zu viele Versuche
problem-may-not-place = Ihre Rolle bereitet Bestellungen vor
problem-may-not-place-text = Eine Führungskraft kann bestellen. Übergeben Sie den Warenkorb; nichts geht verloren.
problem-never-on-behalf = Das kann nur die Kundin oder der Kunde
problem-conflict = Das passt nicht
problem-not-ready = Etwas fehlt noch
problem-not-ready-text = Füllen Sie jeden Schritt aus und bestellen Sie dann. Nichts wurde geändert.
problem-cross-site = Dieses Formular ist zu alt
problem-cross-site-text = Es wurde vor Ihrer Anmeldung oder anderswo geöffnet. Nichts wurde geändert. Laden Sie die Seite neu und senden Sie es noch einmal.

## Probleme ohne eigene bessere Worte
problem-malformed = Das ließ sich nicht lesen
problem-malformed-text = Die Angaben ließen sich nicht lesen. Nichts wurde geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.
problem-invalid = Etwas stimmt noch nicht
problem-invalid-text = Bitte prüfen Sie Ihre Angaben. Nichts wurde geändert.
problem-step-up-required = Passwort noch einmal eingeben
problem-step-up-required-text = Geben Sie Ihr Passwort noch einmal ein und beginnen Sie dann. Nichts wurde geändert.
problem-forbidden = Das dürfen Sie nicht
problem-forbidden-text = Ihre Rolle erlaubt das hier nicht. Nichts wurde geändert.
problem-not-an-agent = Kein Recht, für andere zu handeln
problem-not-an-agent-text = Die Verwaltung kann das Feld „Diese Person ist Agent“ für Sie ankreuzen.
problem-never-on-behalf-text = Es geht nur am eigenen Bildschirm der Kundin oder des Kunden. Nichts wurde geändert.
problem-not-found = Das gibt es nicht
problem-not-found-text = Hier ist nichts, oder nichts mehr. Nichts wurde geändert.
problem-method-not-allowed = So geht es hier nicht
problem-method-not-allowed-text = Diese Adresse nimmt diese Art von Anfrage nicht an.
problem-conflict-text = Es passt nicht zum heutigen Stand. Nichts wurde geändert.
problem-taken = Das ist schon vergeben
problem-taken-text = Wählen Sie etwas anderes. Nichts wurde geändert.
problem-nested-assistance = Hier handeln Sie schon für jemanden
problem-nested-assistance-text = Tun Sie das in einem anderen Tab. Nichts wurde geändert.
problem-too-many-sessions = Zu viele Sitzungen zugleich
problem-too-many-sessions-text = Beenden Sie zuerst eine Ihrer Sitzungen.
problem-already-assisted = Jemand anderes hilft gerade
problem-already-assisted-text = { $agents } hilft hier gerade. Fragen Sie dort nach oder warten Sie.
problem-assisting-off = Hilfe ist hier ausgeschaltet
problem-assisting-off-text = Diese Website hat keine Shop-Adresse. Sie wird unter Einstellungen, Websites eingetragen.
problem-customer-disabled = Dieses Konto ist außer Betrieb
problem-customer-disabled-text = Eine Leitung kann es im Backoffice wieder öffnen.
problem-customer-locked = Dieses Konto ist gesperrt
problem-customer-locked-text = Nach zu vielen falschen Anmeldungen. Es öffnet sich von selbst wieder, oder im Backoffice.
problem-consent-required = Diese Person lehnt Hilfe ab
problem-consent-required-text = Nur sie selbst kann sie erlauben, unter Hilfe & Privatsphäre im Konto.
problem-idempotency-key-in-use = Das wird gerade erledigt
problem-idempotency-key-in-use-text = Versuchen Sie es in einem Augenblick noch einmal.
problem-secret-already-issued = Das wurde schon ausgegeben
problem-secret-already-issued-text = Es wird nicht noch einmal gezeigt. Beginnen Sie neu.
problem-session-ended = Diese Sitzung ist beendet
problem-session-ended-text =
    { $by ->
        [customer] { $name } hat diese Sitzung beendet.
        [supervisor] { $by_name ->
            [none] Die Aufsicht hat diese Sitzung beendet.
           *[other] { $by_name } (Aufsicht) hat diese Sitzung beendet.
        }
        [timeout] Diese Sitzung ist abgelaufen.
        [revoked] Das Recht, für diese Person zu handeln, wurde entzogen.
        [agent] Sie haben diese Sitzung beendet.
       *[other] Diese Sitzung gibt es nicht. Beginnen Sie neu.
    } { $reason ->
        [none] { "" }
       *[other] Grund: { $reason }.
    } Nichts wurde geändert.
problem-gone = Das gilt nicht mehr
problem-gone-text = Bitten Sie um einen neuen Link. Es wurde nichts bezahlt.
problem-too-large = Das ist zu groß
problem-too-large-text = Senden Sie weniger auf einmal. Nichts wurde geändert.
problem-too-slow = Die Anfrage kam zu langsam an
problem-too-slow-text = Versuchen Sie es noch einmal. Nichts wurde geändert.
problem-unsupported-type = Das wird hier nicht verstanden
problem-unsupported-type-text = Nichts wurde geändert.
problem-idempotency-key-reused = Dieses Formular wurde schon gesendet
problem-idempotency-key-reused-text = Laden Sie die Seite neu und senden Sie es noch einmal. Nichts wurde geändert.
problem-reason-required = Ein Grund fehlt
problem-reason-required-text = Sagen Sie, warum Sie helfen.
problem-account-locked-text = Warten Sie etwas und versuchen Sie es dann noch einmal.
problem-version-required = Der Stand fehlt
problem-version-required-text = Laden Sie die Seite neu und versuchen Sie es noch einmal. Nichts wurde geändert.
problem-too-many-requests-text = Warten Sie etwas und versuchen Sie es dann noch einmal.
problem-internal = Das hat nicht geklappt
problem-internal-text = Nichts wurde geändert. Versuchen Sie es noch einmal.
problem-unavailable = Wir holen kurz Luft
problem-unavailable-text = Der Shop erreicht seine Daten gerade nicht. Nichts wurde geändert. Versuchen Sie es noch einmal.
problem-in-doubt = Noch ist nicht bekannt, ob das gespeichert wurde
problem-in-doubt-text = Der Shop hat die Verbindung zu seinen Daten gerade beim Speichern verloren. Vielleicht ist es geschehen: Sehen Sie nach, bevor Sie es noch einmal tun.
problem-sold-out = Dieses Produkt ist ausverkauft. Nichts wurde geändert.
problem-only-left = Nur noch { $left } vorhanden. Nichts wurde geändert.
problem-cart-ordered = Dieser Warenkorb wurde schon als { $order } bestellt. Nichts wurde geändert.
problem-cart-moved = Dieser Warenkorb wurde mit einem anderen zusammengelegt. Nichts wurde geändert.
problem-not-waiting = Diese Bestellung wartet auf keine Zahlung. Nichts wurde geändert.
field-wrong = Bitte prüfen Sie diese Angabe.
field-bad-password = Bitte prüfen Sie dieses Passwort: es ist falsch, zu kurz oder zu bekannt.
