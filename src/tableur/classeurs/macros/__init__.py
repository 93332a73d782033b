"""Ce qu'un classeur d'Excel reçoit pour porter des macros : type, noms de code, boutons, réglage, projet."""
