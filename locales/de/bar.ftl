bar-region = Betreuter Einkauf
bar-agent-sign-in = Anmeldung für den Kundendienst
bar-open = Öffnen
bar-assisting = Sie helfen { $name }
bar-signed-in-as = Angemeldet als { $name }
bar-ends-at = Endet um { $time }
bar-end = Sitzung beenden
bar-search-placeholder = Kunde, Bestellung, Telefon suchen…
bar-search-none = Kein Treffer für „{ $query }“.
agent-sign-in-title = Anmelden und helfen
agent-sign-in-text = Für Mitarbeitende von { $shop }. Sie handeln im Warenkorb einer Person unter Ihrem eigenen Namen.
agent-back-to-shop = Zurück zu { $shop }
agent-find-title = Wem möchten Sie helfen?
agent-find-text = Sie sind bei { $shop } als { $name } angemeldet.
agent-find-results =
    { $count ->
        [one] { $count } Treffer
       *[other] { $count } Treffer
    }
agent-none-hint = Versuchen Sie einen Teil der E-Mail, die Telefonnummer oder eine Bestellnummer.
agent-confirm = Bestätigen und beginnen
start-reason = Grund
start-ticket = Ticketnummer
customer-second-line = { $number } · { $email } · { $city }
customer-helped-by = { $agent } hilft gerade
flag-vip = VIP
flag-refuses = Lehnt Hilfe ab
flag-allows = Erlaubt Hilfe
