"""Les mots de la gestion française qui disent la même chose : « Réf. », « Code article » et « SKU »."""

from tableur.frontiere import plier

_MOTS = {
    "code_article": "Code article, Code produit, Code, Réf, Référence, Référence article, Réf article, "
    "Réf produit, Référence produit, Article, N° article, Numéro article, SKU, Code art, Art, "
    "Ref int, Référence interne",
    "designation": "Désignation, Libellé, Libellé article, Libellé produit, Description, Intitulé, Nom article, "
    "Nom produit, Désignation article, Désign, Désignation produit, Produit",
    "libelle": "Libellé, Libellé opération, Libellé de l'opération, Intitulé, Label, Opération, Opérations, "
    "Nature de l'opération, Description, Désignation, Détail, Communication, EcritureLib, Motif de l'opération",
    "quantite": "Quantité, Qté, Qte, Quant, Nombre, Nb, Qty, Quantity, Qtés, Quantités, Qté mouvement",
    "prix_unitaire": "Prix unitaire, PU, PU HT, P.U., P.U. HT, Prix, Prix HT, Prix unitaire HT, Prix unit, "
    "Unit price, Tarif, Prix unit HT",
    "prix_achat": "Prix d'achat, Prix achat, PA, PA HT, Prix d'achat HT, Coût d'achat, Prix de revient, PUMP, "
    "Dernier prix d'achat, Prix achat HT",
    "cout_unitaire": "Coût unitaire, Prix unitaire, PU, PU HT, Coût, Prix, Coût unitaire HT, Prix d'achat, PA, "
    "CUMP",
    "prix_vente": "Prix de vente, Prix vente, PV, PV HT, Prix de vente HT, Prix public",
    "famille": "Famille, Catégorie, Groupe, Famille article, Rayon, Category, Gamme, Famille de produits",
    "unite": "Unité, UM, U, Unité de mesure, Unité de stock, Unit, Unité de gestion",
    "code_fournisseur": "Code fournisseur, Fournisseur, N° fournisseur, Code frs, Fourn, Frs, Supplier, "
    "Fournisseur principal, Compte fournisseur",
    "code_client": "Code client, Client, N° client, Compte client, Numéro client, Customer",
    "nom": "Nom, Raison sociale, Nom fournisseur, Nom client, Dénomination, Société, Nom ou raison sociale, Name, "
    "Nom du fournisseur, Nom du client, Intitulé",
    "date": "Date, Date opération, Date de l'opération, Date op, DateOp, Date comptable, Date mouvement, Jour, "
    "Date du mouvement, Date pièce, EcritureDate, Date d'écriture, Date opé, Le",
    "date_valeur": "Date de valeur, Date valeur, DateVal, Date val, Valeur le",
    "debit": "Débit, Debit, Montant débit, Débit euros, Sorties, Dépense, Dépenses, Débit EUR, Montant débiteur",
    "credit": "Crédit, Credit, Montant crédit, Crédit euros, Recette, Recettes, Crédit EUR, Montant créditeur",
    "montant": "Montant, Amount, Montant EUR, Montant euros, Somme, Montant de l'opération, Montant opération",
    "montant_ht": "Montant HT, Total HT, HT, Base HT, Montant hors taxe, Net HT",
    "montant_tva": "Montant TVA, TVA, Total TVA",
    "montant_ttc": "Montant TTC, Total TTC, TTC, Net à payer",
    "solde": "Solde, Balance, Solde EUR, Solde courant, Solde progressif",
    "taux_tva": "Taux TVA, Taux de TVA, TVA %, % TVA",
    "sens": "Sens, Type de mouvement, Type mouvement, E/S, Entrée/Sortie, Mouvement, Type, Nature, "
    "Sens du mouvement",
    "motif": "Motif, Motif du mouvement, Raison, Cause",
    "lot": "Lot, N° de lot, N° lot, Numéro de lot, Batch",
    "piece": "Pièce, N° pièce, Numéro de pièce, N° de pièce, PieceRef, Réf pièce, Référence pièce, N° document, "
    "Document, Bon, N° BL, N° de bon, Justificatif",
    "emplacement": "Emplacement, Casier, Rayonnage, Allée, Localisation, Zone, Adresse de stockage, Dépôt",
    "delai": "Délai, Délai de livraison, Délai d'approvisionnement, Délai appro, Délai livraison, Délai jours, "
    "Lead time, Délai fournisseur",
    "minimum": "Minimum, Mini, Stock mini, Stock minimum, Seuil, Seuil mini, Seuil d'alerte, Stock d'alerte",
    "stock_cible": "Stock cible, Stock maxi, Maxi, Stock maximum, Stock objectif, Stock idéal",
    "en_commande": "En commande, Qté en commande, Quantité en commande, Commandes en cours, Attendu",
    "reserve": "Réservé, Qté réservée, Quantité réservée, Stock réservé",
    "multiple": "Multiple, Conditionnement, PCB, Colisage, Lot de commande, Multiple de commande, Unité d'achat",
    "iban": "IBAN, RIB, Coordonnées bancaires, Compte bancaire, N° IBAN",
    "siren": "SIREN, N° SIREN, Numéro SIREN",
    "siret": "SIRET, N° SIRET, Numéro SIRET",
    "code_postal": "Code postal, CP, Code post, Zip",
    "ville": "Ville, Commune, Localité, City",
    "date_limite": "DLC, DDM, DLUO, Date limite, Date de péremption, Péremption, Date d'expiration, "
    "Date limite de consommation",
    "echeance": "Échéance, Date d'échéance, Date échéance, À payer le, Due date",
    "compte": "Compte, N° compte, Numéro de compte, N° de compte, CompteNum, Compte général",
    "tiers": "Tiers, Code tiers, Compte tiers, Compte auxiliaire, CompAuxNum, Nom du tiers, Bénéficiaire",
    "quantite_comptee": "Quantité comptée, Qté comptée, Compté, Stock physique, Inventaire, "
    "Qté inventoriée, Relevé",
    "minimum_de_commande": "Minimum de commande, Mini de commande, Commande minimum, Montant minimum",
    "franco": "Franco, Franco de port, Seuil de franco, Montant franco",
}

SYNONYMES: dict[str, frozenset[str]] = {
    sens: frozenset({plier(sens), *(plier(mot) for mot in mots.split(", "))}) for sens, mots in _MOTS.items()
}


def sens_de(entete: str) -> frozenset[str]:
    """Sens possibles d'un en-tête : « Libellé » est une désignation d'article ou un libellé d'opération.

    >>> sorted(sens_de("Réf. article")), sorted(sens_de("Libellé"))
    (['code_article'], ['designation', 'libelle'])
    """
    plie = plier(entete)
    return frozenset(sens for sens, mots in SYNONYMES.items() if plie in mots)
