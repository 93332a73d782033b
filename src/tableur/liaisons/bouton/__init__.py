"""Ce que les boutons d'Excel et de Calc ont en commun : classeur ouvert, lancement, annulation, « Pourquoi ? ».

Un hôte sert les quelques appels de `hote.ClasseurOuvert` et de `hote.Hote` ; le reste est écrit une fois, ici.
"""
