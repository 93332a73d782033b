"""Les mots que portent les en-têtes des tables de gestion, pliés : ils font reconnaître une ligne d'en-têtes."""

from tableur.classeurs.tables_de_fichier.synonymes import SYNONYMES
from tableur.frontiere import plier

_AUTRES = (
    "Adresse, Amount, Balance, Category, Catégorie, Code, Commentaire, Compte, CompteNum, CompteLib, Credit, "
    "Currency, Date, DateOp, DateVal, Debit, Description, Devise, EcritureDate, EcritureLib, EcritureNum, "
    "Emplacement, État, IBAN, "
    "Journal, JournalCode, JournalLib, Label, Lot, Mail, Montant, Mouvement, N°, Nature, Nom, Numéro, "
    "Observations, Opération, Opérations, Pays, Pièce, PieceRef, PieceDate, Prénom, Quantité, Sens, SIREN, SIRET, "
    "Solde, Statut, Taux, Téléphone, Type, Unité, Valeur, Ville"
)

MOTS_D_ENTETE = frozenset(map(plier, _AUTRES.split(", "))) | {mot for mots in SYNONYMES.values() for mot in mots}
