office-nav =
    { $page ->
        [customers] Kundschaft
        [sessions] Laufende Sitzungen
        [handed] Übergeben
        [orders] Bestellungen
        [users] Mitarbeitende
        [groups] Gruppen
        [roles] Rollen
        [sites] Shops
        [audit] Protokoll
       *[other] { $page }
    }
office-nav-label = Verwaltung
office-my-account = Mein Konto
office-open-shop = { $site } öffnen
office-sign-in = In der Verwaltung anmelden
office-sign-in-text = Für Mitarbeitende. Kundinnen und Kunden melden sich im Shop an.
set-up-title = Understudy einrichten
set-up-text = Sie legen die erste Verwaltung an. Danach schließt sich diese Seite für immer.
set-up-secret = Einrichtungsschlüssel
set-up-secret-hint = Vom Programm beim ersten Start ausgegeben. Er gilt einmal.
set-up-go = Verwaltung anlegen
any = Beliebig
none = Keine
yes = Ja
no = Nein
never = Nie

column-customer = Kunde
column-number = Nummer
column-city = Ort
column-segment = Segment
column-orders = Bestellungen
column-last-order = Letzte Bestellung
column-cart = Offener Warenkorb
column-order = Bestellung
column-placed = Aufgegeben
column-placed-by = Aufgegeben von
column-status = Status
column-total = Summe
column-items = Artikel
column-site = Shop
column-agent = Kundendienst
column-since = Seit
column-idle = Untätig
column-ends = Endet um
column-acts = Vorgänge
column-actions = Aktionen
column-from = Übergeben von
column-user = Person
column-roles = Rollen
column-sites = Shops
column-state = Zustand
column-last-seen = Zuletzt gesehen
column-group = Gruppe
column-grants = Verleiht
column-members = Mitglieder
column-permission = Recht
column-assisting = Betreuung
column-act = Vorgang
column-session = Sitzung
column-place = Platz
column-time = Zeit
column-who = Wer
column-outcome = Ergebnis

customers-title = Kundschaft
customers-search = Name, E-Mail, Telefon, Kunden- oder Bestellnummer
customers-shown =
    { $count ->
        [0] Niemand angezeigt
        [one] { $count } Person angezeigt
       *[other] { $count } Personen angezeigt
    }
customers-none-hint = Versuchen Sie einen Teil der E-Mail, das Ende der Telefonnummer oder eine Bestellnummer.
customers-empty-title = Kundschaft finden
customers-empty = Geben Sie einen Namen, eine E-Mail-Adresse, die letzten Ziffern eines Telefons, eine Kunden- oder Bestellnummer ein. Jede Suche und jeder geöffnete Datensatz wird protokolliert.
more-customers = Mehr anzeigen
customer-create = Person anlegen
customer-create-email-hint = Sie erhält einen Link, um selbst ein Passwort zu setzen.
customer-refuses-title = Diese Person lehnt Hilfe ab
customer-refuses = Niemand kann für { $name } handeln, bis es unter Hilfe & Privatsphäre erlaubt wird.
customer-cart = Offener Warenkorb
customer-cart-line =
    { $count ->
        [one] { $count } Artikel
       *[other] { $count } Artikel
    }, geändert am { $time }
customer-no-cart = Der Warenkorb ist gerade leer.
customer-orders = Bestellungen
customer-no-orders = Noch keine Bestellungen.
customer-assistance = Betreuung
customer-no-assistance = Bisher hat niemand dieser Person geholfen.
customer-facts = Angaben
customer-since = Kunde seit
customer-spent = Bisheriger Umsatz
customer-external = Externe Referenz
language =
    { $code ->
        [en] Englisch
        [de] Deutsch
        [ja] Japanisch
       *[other] { $code }
    }
assisted-buying = Betreuter Einkauf
assisted-buying-in = Für diese Person öffnen in
session-active = Läuft
session-span =
    { $time } · { $minutes ->
        [0] unter einer Minute
        [one] eine Minute
       *[other] { $minutes } Minuten
    } · { $count ->
        [0] keine Vorgänge
        [one] { $count } Vorgang
       *[other] { $count } Vorgänge
    }
session-log = Protokoll
session-log-of = Protokoll der Sitzung von { $agent }, { $time }
session-log-count =
    { $count ->
        [one] { $count } Vorgang
       *[other] { $count } Vorgänge
    } von { $agent }, Protokoll öffnen

sessions-title = Laufende Sitzungen
sessions-text = Wer gerade für wen handelt. Die Liste aktualisiert sich selbst.
sessions-none-title = Gerade handelt niemand für eine Kundin oder einen Kunden
sessions-none = Sitzungen erscheinen hier, sobald sie beginnen.
figure-live = Laufende Sitzungen
figure-agents = Agenten im Einsatz
figure-today = Heute begonnen
figure-disputed = Von Kunden gemeldet
minutes-short =
    { $minutes ->
        [0] < 1 Min.
       *[other] { $minutes } Min.
    }
session-end = Beenden
session-end-of = Sitzung von { $agent } mit { $customer } beenden
session-end-title = Sitzung von { $agent } mit { $customer } beenden?
session-end-text = Der nächste Klick schlägt fehl und zeigt Ihren Namen und Ihren Grund. Was bisher getan wurde, bleibt.

handed-title = Übergeben
handed-text = Warenkörbe von Kolleginnen und Kollegen, die nicht bestellen dürfen.
handed-open = Öffnen und bestellen
handed-open-of = Warenkorb von { $customer } öffnen
handed-none-title = Nichts wartet
handed-none = Wird ein Warenkorb übergeben, erscheint er hier und in Ihrer Leiste.

orders-title = Bestellungen
orders-search = Bestellnummer, Name oder E-Mail
orders-any-status = Jeder Status
orders-by-support-only = Vom Kundendienst
orders-by-customer = Kunde
orders-no-match = Keine Bestellung passt
orders-no-match-hint = Nehmen Sie einen Filter weg oder suchen Sie etwas anderes.

users-title = Mitarbeitende
users-search = Name oder E-Mail
users-agents-only = Nur Kundendienst
users-none = Niemand passt
users-none-hint = Nehmen Sie einen Filter weg oder legen Sie jemanden an.
more-users = Mehr anzeigen
user-create = Person anlegen
user-who = Wer
user-first-password = Erstes Passwort
user-is-agent = Kundendienst
user-agent-box = Diese Person gehört zum Kundendienst
user-agent-hint = Darf im Shop für Kundinnen und Kunden handeln. Gleichbedeutend mit der Gruppe Support. Wird es entzogen, enden alle Sitzungen sofort.
user-groups = Gruppen
user-sites = Shops
user-sites-hint = Nichts angekreuzt heißt alle.
user-state =
    { $state ->
        [active] Aktiv
        [locked] Gesperrt
        [disabled] Deaktiviert
       *[other] { $state }
    }
user-locked-title = Gesperrt nach zu vielen falschen Passwörtern
user-locked = Seit { $time }. Öffnet sich später von selbst oder jetzt.
user-unlock = Entsperren
user-access = Zugang
sign-out-everywhere = Überall abmelden
sign-out-everywhere-text = Beendet jede Anmeldung und jede Betreuung dieser Person auf allen Geräten.
user-disable =
    { $state ->
        [disabled] Aktivieren
       *[other] Deaktivieren
    }
user-disable-title =
    { $state ->
        [disabled] Person aktivieren
       *[other] Person deaktivieren
    }
user-disable-text =
    { $state ->
        [disabled] Sie kann sich wieder anmelden.
       *[other] Keine Anmeldung, bis wieder aktiviert. Die Aufzeichnungen bleiben.
    }
sites-all = Alle
role-promise =
    { $role ->
        [agent] Handelt für Kundschaft; bestellt, wo der Shop es erlaubt.
        [sales-agent] Bereitet Warenkörbe vor, darf nicht bestellen.
        [sales-manager] Bereitet vor und bestellt, übernimmt übergebene Warenkörbe.
        [supervisor] Sieht und beendet laufende Sitzungen.
        [auditor] Liest und exportiert das Protokoll.
        [administrator] Verwaltet Mitarbeitende, Gruppen und Rollen.
        [shop-owner] Verwaltet Shops und ihre Regeln.
       *[other] { $role }
    }
groups-title = Gruppen
groups-text = Mitglieder einer Gruppe teilen, was sie verleiht.
group-members =
    { $count ->
        [0] Keine Mitglieder
        [one] { $count } Mitglied
       *[other] { $count } Mitglieder
    }
group-grants-title = Mitglieder gehören zum Kundendienst
group-grants = Wer die Gruppe verlässt, verliert das Recht und alle laufenden Sitzungen sofort.
group-none = Noch ist niemand in dieser Gruppe.
group-add = Mitglied hinzufügen
group-add-go = Hinzufügen
group-pick = Person wählen
roles-title = Rollen
roles-text = Was jede Rolle darf. Die Regeln des Shops und die Zustimmung der Person engen das weiter ein.

sites-title = Shops
sites-text = Jeder Shop hat eigene Adresse, Sprachen und Regeln.
assisting-state =
    { $on ->
        [yes] Betreuung ist an
       *[other] Betreuung ist aus
    }
site-basics = Name und Adresse
site-code = Kürzel
site-code-hint = Erster Teil jeder Adresse dieses Shops.
site-address = Adresse des Shops
site-address-hint = Leer schaltet die Betreuung aus: der Menüeintrag verschwindet und keine Sitzung beginnt.
site-check = Adresse prüfen
site-region = Sprachen, Geld, Steuer
site-languages = Sprachen
site-currencies = Währungen
site-countries = Liefert nach
site-tax-mode = Steuer
site-tax =
    { $mode ->
        [included] In Preisen enthalten
       *[other] Kommt an der Kasse hinzu
    }
site-tax-rate = Steuersatz in %
site-policies = Regeln fürs Handeln im Auftrag
site-policies-text = Sie gelten ab dem nächsten Klick, auch für laufende Sitzungen.
policy-reason = Beim Start ist ein Grund nötig
policy-ticket = Beim Start ist eine Ticketnummer nötig
policy-one-agent = Nur eine Person hilft zur selben Zeit
policy-one-agent-hint = Sonst wird der zweiten Person gesagt, wer schon da ist.
policy-who-places = Wer bestellen darf
policy-idle = Ende bei Untätigkeit, Minuten
policy-idle-hint = 2 bis 15
policy-absolute = Längste Sitzung, Minuten
policy-absolute-hint = 5 bis 480, mit Grund verlängerbar
policy-spryker = Programme für Spryker Glue
policy-spryker-text = Ihr Protokoll kennt keinen Aufruf für „noch da“. Sitzungen solcher Programme dürfen länger leben; ein leeres Feld lässt sie so lange leben wie jede andere.
policy-spryker-idle-hint = 2 bis 480, auch für die Anmeldung des Agenten
policy-spryker-absolute-hint = 5 bis 480
policy-at-once = Sitzungen zugleich pro Person
site-tax-rate-reduced = Ermäßigter Steuersatz in %
site-time-zone = Zeitzone
site-time-zone-hint = Für die Zeiten auf seinen Seiten: Europe/Berlin
policy-step-up = Vor dem Start wird erneut nach dem Passwort gefragt
policy-step-up-hint = Außer es wurde in den Minuten unten schon eingegeben.
policy-step-up-minutes = Ein eingegebenes Passwort gilt, Minuten
policy-read-only = Sitzungen beginnen nur lesend
policy-read-only-hint = Änderungen werden mit einem Grund erlaubt, der festgehalten wird.
policy-masked = Suchergebnisse zeigen Namen und E-Mail nur zum Teil
policy-masked-hint = Ganz, sobald eine Sitzung begonnen hat.

audit-title = Protokoll
audit-text = Jeder Vorgang und jeder festgehaltene Blick, in einer Ordnung, die niemand unbemerkt ändert.
audit-export = Exportieren
audit-export-session = Dieses Protokoll exportieren
audit-from = Von
audit-to = Bis
audit-more = Frühere Einträge zeigen
audit-none-title = Kein Eintrag passt
audit-none = Erweitern Sie die Zeit oder nehmen Sie einen Filter weg.
audit-session-title = { $agent } für { $customer }
checkpoint-title = Neuester Prüfpunkt
checkpoint-text =
    { $size ->
        [one] { $size } Eintrag
       *[other] { $size } Einträge
    }, signiert am { $time }. Bewahren Sie eine Kopie anderswo auf: sie beweist alles bis hier.
checkpoint-none = Der erste Prüfpunkt wird binnen einer Sekunde nach dem ersten Eintrag signiert.
checkpoint-get = Herunterladen
leaf-waiting = Wartet auf seinen Platz im Protokoll
outcome =
    { $outcome ->
        [done] Getan
        [refused] Abgelehnt
        [failed] Fehlgeschlagen
       *[other] { $outcome }
    }
session-what = Was geschah
session-facts = Sitzung
session-notes = Notizen
session-started = Begonnen
session-ended = Beendet
session-how-ended = Wie sie endete
session-ended-by =
    { $who ->
        [agent] Durch den Kundendienst
        [customer] Durch die Kundin oder den Kunden: { $name }
        [supervisor] { $name ->
            [none] Durch die Aufsicht
           *[other] Durch { $name } (Aufsicht)
        }
        [timeout] Abgelaufen
        [revoked] Ein Recht wurde entzogen
       *[other] { $who }
    }
session-stream = Strang

me-sign-ins = Wo Sie angemeldet sind
me-sign-out-others = Die anderen abmelden
me-this = Diese hier
me-sign-in-line = Seit { $time }, zuletzt { $seen }, von { $address }

office-missing = Ihre Rollen enthalten dieses Recht nicht: { $permission }. Bitten Sie bei Bedarf die Administration darum.
saved = Gespeichert.
signed-out = Sie sind abgemeldet.
sign-in-retry = Der nächste Versuch zählt ab { $time }.
staff-password-hint = Mindestens 12 Zeichen. Gern ein Satz.
me-set-password = Willkommen. Setzen Sie jetzt ein eigenes Passwort.
me-password-changed = Ihr Passwort ist geändert. Anderswo sind Sie abgemeldet.
me-others-out = Sie sind überall sonst abgemeldet.
set-up-done = Die erste Verwaltung ist angelegt. Melden Sie sich an.
customer-created = { $number } ist angelegt.
customer-status-set =
    { $status ->
        [active] Das Konto ist wieder in Gebrauch.
        [locked] Das Konto ist gesperrt. Laufende Sitzungen sind beendet.
       *[disabled] Das Konto ist stillgelegt. Sitzungen und Anmeldungen sind beendet.
    }
customer-standing = Segment und Betreuung
customer-vip-box = Besonders betreuen (VIP)
customer-segment-hint = Name einer Preisgruppe, zum Beispiel standard oder gold.
customer-account = Konto
customer-state =
    { $status ->
        [active] In Gebrauch
        [locked] Gesperrt
       *[disabled] Stillgelegt
    }
customer-state-do =
    { $status ->
        [active] In Gebrauch nehmen
        [locked] Sperren
       *[disabled] Stilllegen
    }
customer-live = Gerade im Shop
customers-near = Niemand passt genau. Diese kommen dem nahe.
customers-more = Es gibt weitere. Geben Sie noch ein paar Buchstaben ein.
column-helped = Hilfe von
session-end-why = Geben Sie einen Grund an. Er wird angezeigt.
session-end-done = Die Sitzung mit { $customer } ist beendet.
sessions-disputed = Von der Kundschaft gemeldet
sessions-disputed-text = Sitzungen der letzten sieben Tage, zu denen die Kundschaft „Das war ich nicht“ gesagt hat.
column-reported = Gemeldet
sessions-more = Weitere Sitzungen zeigen
handed-reason = Übernahme eines übergebenen Warenkorbs
user-saved = { $name } ist gespeichert.
user-created = { $name } ist angelegt. Das Passwort gilt für die erste Anmeldung.
user-unlocked = { $name } kann sich wieder anmelden.
user-signed-out = { $name } ist überall abgemeldet.
user-disabled = { $name } ist gesperrt.
user-enabled = { $name } kann sich wieder anmelden.
user-locked-until = Die Sperre endet von selbst um { $time } oder jetzt.
user-not-found = Diese Person gibt es nicht.
user-now = Inzwischen geändert: { $fields }. Speichern Sie erneut, um Ihre Angaben zu übernehmen.
group-joined = { $name } ist jetzt Mitglied.
group-left = { $name } ist kein Mitglied mehr.
group-create = Gruppe anlegen
group-created = Die Gruppe { $name } ist angelegt.
group-grants-box = Mitglieder sind Agenten
site-saved = { $name } ist gespeichert.
site-address-own = Das ist der Shop dieses Programms.
site-address-own-other = Das führt zu diesem Programm, aber nicht zu diesem Shop. Er liegt unter { $address }.
site-address-elsewhere = Das führt zu einem anderen Server: { $origin }. Von dort wurde nichts abgerufen.
site-address-http = Nehmen Sie https: Sonst wäre unterwegs lesbar, was dorthin gesendet wird.
site-address-bad = Das ist keine Webadresse. Sie beginnt mit https:// und enthält weder Anmeldedaten noch #.
site-address-empty = Leer: Auf dieser Seite ist keine Hilfe möglich.
site-read-only = Sie dürfen Shops ansehen, nicht ändern.
session-end-reason = Warum sie endete
session-summary = Zusammenfassung
actor =
    { $kind ->
        [customer] Kundschaft (gelöscht)
        [guest] Gast
        [client] Programm
        [job] Der Shop selbst
        [nobody] Niemand angemeldet
       *[other] { $kind }
    }
order-next = Nächster Schritt
order-ship = Als versandt melden
order-complete = Als zugestellt melden
order-refunded-box = Das per Karte bezahlte Geld wurde erstattet
order-went-on =
    { $status ->
        [shipped] Die Bestellung ist als versandt gemeldet.
        [completed] Die Bestellung ist als zugestellt gemeldet.
       *[other] Die Bestellung wurde storniert.
    }
customer-data = Daten und Löschung
customer-data-title = Daten von { $name }
customer-data-take-title = Was über diese Person gespeichert ist
customer-data-take = Alles in einer Datei, zur Weitergabe an die Kundin oder den Kunden. Das Herunterladen wird aufgezeichnet.
customer-data-take-do = Herunterladen (JSON)
customer-erase-title = Diese Person löschen
customer-erase = Stammdaten, Adressen, Warenkörbe, Anmeldungen, Notizen und alle Einzelheiten im Prüfprotokoll werden endgültig gelöscht. Bestellungen bleiben ohne Name und Adresse, auch solche, die noch unterwegs sind. Das lässt sich nicht rückgängig machen.
customer-erase-under-way =
    { $count ->
        [one] Eine Bestellung ist noch nicht abgeschlossen
       *[other] { $count } Bestellungen sind noch nicht abgeschlossen
    }
customer-erase-under-way-text = Auch aus ihnen wird die Adresse gelöscht: Niemand kann sie mehr zustellen. Schließen Sie sie zuerst ab oder stornieren Sie sie.
customer-erase-number = Zur Bestätigung die Nummer { $number } eingeben
customer-erase-do = Endgültig löschen
customer-erased = Die Person wurde gelöscht.
customer-password-link-title = Erstes Passwort
customer-password-link = Diese Person kann sich noch nicht anmelden. Erstellen Sie einen Link und geben Sie ihn weiter: Er gilt einmal, drei Tage lang, und wird nur jetzt angezeigt.
customer-password-link-do = Link erstellen
customer-password-link-made = Geben Sie diesen Link weiter; er wird nicht noch einmal angezeigt.
