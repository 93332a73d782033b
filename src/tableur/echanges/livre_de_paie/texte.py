"""Bulletins imprimés en texte : en-têtes de colonnes, libellés et nombres, personne par personne."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tableur.calculs.paie.correspondances import mots
from tableur.echanges.livre_de_paie.colonnes import CODE_COLLE
from tableur.echanges.livre_de_paie.periode import mois_imprime
from tableur.echanges.livre_de_paie.recu import Imprimee, LivreRecu, bulletin_de
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Ou

NOMBRE = re.compile(
    r"(?<![\w,.])[-−]?(?:\d{1,3}(?:[  \u202f.]\d{3})+|\d+)(?:,\d{1,6})?(?:\.\d{2})?[-−]?(?=\s|%|€|$)"
)
MONTANT = re.compile(r"[,.]\d{2,6}")
_MONTANTS = "montant"
_ENTETES: tuple[tuple[str, str], ...] = (
    (r"(taux|tx)\.?\s?(pat\w*|empl\w*)", "taux_patronal"),
    (r"(taux|tx)\.?\s?(sal\w*)?|taux", "taux_salarial"),
    (r"base|assiette", "base"),
    (r"(part |montant |cotisations? |retenues? )?(salariale?s?|salarie)|a deduire|retenues?|sal\.",
     "part_salariale"),
    (r"(part |montant |cotisations? |charges? )?(patronale?s?|employeur)|pat\.", "part_patronale"),
    (r"gains?|a payer", "gain"),
    (r"montants?", _MONTANTS),
)  # fmt: skip
_MATRICULE = re.compile(r"(?:matricule|n° salarie|code salarie)\s*:?\s*([\w./-]+)")
_NOM = re.compile(r"(?:salarié\(?e?\)?|nom(?: et prénom)?|employé)\s*:\s*(\S.*?)(?:\s{3,}|$)", re.IGNORECASE)
_CIVILITE = re.compile(r"\b((?:M\.|Mme|Mlle|Monsieur|Madame)\s+[^\d:]{2,60}?)(?:\s{3,}|$)")
_SECONDS = {
    "taux_salarial": "taux_patronal", "part_salariale": "part_patronale", _MONTANTS: "second montant",
}  # fmt: skip
"""Ce qu'un en-tête répété veut dire : « Taux, Retenue, Taux, Retenue » sont au salarié, puis à l'employeur."""

Colonnes = Sequence[tuple[str, int, int]]


def livre_d_un_texte(
    pages: Sequence[Sequence[str]], ou: Ou, propres: Mapping[str, str] | None = None
) -> LivreRecu:
    """Livre de paie d'un texte imprimé, une ou plusieurs pages par personne.

    Une page sans matricule ni nom, ou qui reprend ceux de la précédente, la continue. Les nombres vont à la
    colonne dont l'en-tête est au plus près ; sans en-têtes, la page est dite et laissée.

    Args:
        pages: Lignes de chaque page.
        ou: Endroit du fichier.
        propres: Correspondance du dossier, de leurs libellés vers nos codes.
    """
    livre = LivreRecu()
    groupes: list[tuple[str, str, Mois | None, list[Imprimee]]] = []
    colonnes: Colonnes = ()
    for numero, page in enumerate(pages, 1):
        ici = replace(ou, fichier=f"{ou.fichier}, page {numero}")
        lues, colonnes = _lignes_de_la_page(page, colonnes, ici, livre)
        if not lues:
            livre.ecartes.append(f"page {numero} : ni en-têtes de colonnes, ni lignes de paie reconnues")
            continue
        matricule, nom, mois = _identite(page)
        if groupes and ((not matricule and not nom) or (matricule, nom) == groupes[-1][:2]):
            groupes[-1][3].extend(lues)
        else:
            groupes.append((matricule, nom, mois, lues))
    for matricule, nom, mois, lues in groupes:
        recu, dits = bulletin_de(matricule, nom, mois, lues, lues[0].ou, dict(propres or {}))
        livre.bulletins.append(recu)
        livre.ecartes += dits
    return livre


def pages_de_bulletins(pages: Sequence[Sequence[str]]) -> bool:
    """Vrai si une page porte les en-têtes d'un bulletin, une fois chacun : elle n'est pas un livre en colonnes."""
    return any(
        len(trouvees) > 1 and not _sont_repetees(ligne)
        for page in pages
        for ligne in page
        if (trouvees := colonnes_d_un_en_tete(ligne))
    )


def _sont_repetees(ligne: str) -> bool:
    """Vrai pour « Base Taux Salarial Patronal Base Taux… » : les colonnes de plusieurs personnes."""
    plies = [mots(morceau).strip(" .:|") for morceau in re.findall(r"\S+(?: \S+)*", ligne)]
    comptes = Counter(map(_champ_d_en_tete, plies))
    deux = min(comptes["part_salariale"], comptes["part_patronale"])
    return comptes["base"] > 1 or deux > 1 or comptes[_MONTANTS] > 2


def _champ_d_en_tete(plie: str) -> str:
    return next((champ for motif, champ in _ENTETES if re.fullmatch(motif, plie)), "")


def _identite(page: Sequence[str]) -> tuple[str, str, Mois | None]:
    texte = "\n".join(page)
    matricule = next((m for ligne in page if (m := _MATRICULE.search(mots(ligne)))), None)
    nom = _NOM.search(texte) or next((m for ligne in page if (m := _CIVILITE.search(ligne))), None)
    return (
        matricule.group(1).upper() if matricule else "",
        " ".join(nom.group(1).split()) if nom else "",
        mois_imprime(texte),
    )


def _lignes_de_la_page(
    page: Sequence[str], colonnes: Colonnes, ou: Ou, livre: LivreRecu
) -> tuple[list[Imprimee], Colonnes]:
    """Lignes chiffrées d'une page, sous les en-têtes qu'elle porte ou ceux de la page d'avant."""
    lues = []
    if any(len(colonnes_d_un_en_tete(ligne)) > 1 for ligne in page):
        colonnes = ()  # ce qui précède ces en-têtes est l'identité, non la paie
    for rang, ligne in enumerate(page, 1):
        trouvees = colonnes_d_un_en_tete(ligne)
        if len(trouvees) > 1:
            colonnes = trouvees
            continue
        une = _imprimee(ligne, colonnes, ou.precise(ligne=rang)) if colonnes else None
        if une is not None and not une.libelle:
            livre.ecartes.append(f"{une.ou} : nombres sans libellé, « {' '.join(ligne.split())[:60]} »")
        elif une is not None:
            lues.append(une)
    return lues, colonnes


def colonnes_d_un_en_tete(ligne: str) -> list[tuple[str, int, int]]:
    """Colonnes d'une ligne d'en-têtes : champ, début et fin ; vide si la ligne porte des montants.

    >>> [champ for champ, _, _ in colonnes_d_un_en_tete("Rubrique      Base   Taux   Salarié   Employeur")]
    ['base', 'taux_salarial', 'part_salariale', 'part_patronale']
    """
    if MONTANT.search(ligne):
        return []
    trouvees: list[tuple[str, int, int]] = []
    for morceau in re.finditer(r"\S+(?: \S+)*", ligne):
        champ = _champ_d_en_tete(mots(morceau.group()).strip(" .:|+()-"))
        connus = [c for c, _, _ in trouvees]
        if champ in connus:
            champ = _SECONDS.get(champ, champ)
        if champ and champ not in connus:
            trouvees.append((champ, morceau.start(), morceau.end()))
    partages = {"part_patronale", _SECONDS[_MONTANTS]} & {c for c, _, _ in trouvees}
    parts = {_MONTANTS: "part_salariale" if partages else "gain", _SECONDS[_MONTANTS]: "part_patronale"}
    return [(parts.get(champ, champ), debut, fin) for champ, debut, fin in trouvees]


def _imprimee(ligne: str, colonnes: Colonnes, ou: Ou) -> Imprimee | None:
    """Ligne de paie : un libellé, vide s'il manque, puis des nombres sous leurs colonnes ; None sans montant."""
    seuil = min(debut for _, debut, _ in colonnes) - 14
    nombres = [m for m in NOMBRE.finditer(ligne) if MONTANT.search(m.group()) and m.start() >= max(seuil, 3)]
    if not nombres:
        return None
    libelle = " ".join(ligne[: nombres[0].start()].split())
    if sum(map(str.isalpha, libelle)) < 2:
        libelle = ""
    champs: dict[str, Decimal] = {}
    for trouve in nombres:
        champ = min(colonnes, key=lambda colonne: _distance(colonne, trouve.start(), trouve.end()))[0]
        champs.setdefault(champ, decimal_imprime(trouve.group()))
    colle = CODE_COLLE.match(libelle)
    code, libelle = (colle.group(1), colle.group(2)) if colle else ("", libelle)
    return replace(Imprimee(ou, libelle, code), **champs)  # type: ignore[arg-type]  # des nombres seulement


def _distance(colonne: tuple[str, int, int], debut: int, fin: int) -> int:
    """Distance d'un nombre à une colonne, dont les nombres se calent à droite ou au centre."""
    _, gauche, droite = colonne
    return min(abs(droite - fin), abs((gauche + droite) // 2 - (debut + fin) // 2))


def decimal_imprime(texte: str) -> Decimal:
    """Nombre imprimé, à la virgule ou au point, dont le signe peut être à droite.

    >>> decimal_imprime("1 234,56-"), decimal_imprime("2.500,00")
    (Decimal('-1234.56'), Decimal('2500.00'))
    """
    negatif = "-" in texte or "−" in texte
    propre = re.sub(r"[^\d,.]", "", texte)
    entier, _, fraction = (
        propre.replace(",", ".").rpartition(".") if re.search(r"[,.]\d{1,6}$", propre) else (propre, "", "")
    )
    nombre = Decimal(f"{re.sub(r'[.,]', '', entier) or '0'}.{fraction or '0'}")
    return -nombre if negatif else nombre
