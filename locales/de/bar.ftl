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
agent-find-other = Jemand anderen suchen
agent-switch-title = { $name } helfen?
agent-switch-text = Sie handeln unter Ihrem eigenen Namen; die Person sieht, dass Sie helfen und was Sie ändern.
agent-switch-none-title = Niemand, dem zu helfen wäre
agent-switch-none = Niemand hat die Adresse „{ $named }“.
agent-switch-already = Sie helfen dieser Person bereits.
agent-switch-go = Weiter im Shop von { $name }
agent-switch-locked-title = Dieses Konto ist nicht in Gebrauch
agent-switch-locked = Das Konto von { $name } ist gesperrt oder stillgelegt. Die Aufsicht kann es in der Verwaltung öffnen.
agent-switch-helping =
    { $count ->
        [one] Sie helfen gerade { $name }.
       *[other] Sie helfen gerade { $count } Personen.
    }
agent-switch-helping-text = Dies beginnt daneben, in einem eigenen Tab.
agent-exit-title =
    { $count ->
        [0] Sie helfen gerade niemandem
        [one] Hilfe für { $name } beenden?
       *[other] Wessen Hilfe soll enden?
    }
agent-exit-text =
    { $count ->
        [0] Es gibt nichts zu beenden.
       *[other] Die Person erfährt davon. Was Sie getan haben, bleibt.
    }
agent-exit-do = Hilfe für { $name } beenden
agent-exit-back = { $name } weiter helfen
agent-exit-done = Sie helfen { $name } nicht mehr.
agent-logout-title = Abmelden?
agent-logout-helping =
    { $count ->
        [one] Ihre Hilfe für { $name } endet damit.
       *[other] Ihre Hilfe für { $count } Personen endet damit.
    }
agent-list-short = Geben Sie mindestens { $count } Zeichen ein.
agent-list-none = Keine Treffer
start-reason = Grund
start-ticket = Ticketnummer
customer-second-line = { $number } · { $email } · { $city }
customer-helped-by = { $agent } hilft gerade
flag-vip = VIP
flag-refuses = Lehnt Hilfe ab
flag-allows = Erlaubt Hilfe
