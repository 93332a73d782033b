"""La vie d'un classeur : le déclarer, le mettre à jour, changer d'exercice, l'envoyer."""
