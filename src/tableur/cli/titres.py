"""Noms de champs écrits pour l'œil : les noms du code n'ont pas d'accents, les textes les gardent."""

_ACCENTUES = (
    "allègements année années après barème complément complémentaires comptabilisé comptée comptées contrôles "
    "crédit débit début déclaré déductible déduction déduites delà dépassé dépassée dernière désignation dixième "
    "durée écart écarts échéance écritures élément entrée état évolution exercice exigibilité exonération exonéré "
    "exonérée exonérées expliqués fiabilité générale gravité immobilisation impôt inachevé indemnité irrégulières "
    "libellé majoré matricule méthode numéro période pièce pièces prélèvement première quantité question reçu "
    "réduction régime règle rémunération réparation réserve salariée sécurité source théorique totaux travaillées "
    "trouvé unité vérification"
)
ACCENTS = {mot.translate(str.maketrans("àâçèéêëîïôùûü", "aaceeeeiiouuu")): mot for mot in _ACCENTUES.split()}
_ELISIONS = {"d", "l", "n", "s", "jusqu", "qu"}


def titre_de_champ(nom: str) -> str:
    """Nom d'un champ, avec ses accents et ses apostrophes.

    >>> titre_de_champ("libelle"), titre_de_champ("date_d_echeance")
    ('Libellé', "Date d'échéance")
    """
    texte = ""
    for mot in nom.split("_"):
        texte += ACCENTS.get(mot, mot) + ("'" if mot in _ELISIONS else " ")
    texte = texte.strip()
    return texte[:1].upper() + texte[1:]
