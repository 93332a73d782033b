"""Formules natives d'un tableau de bord : Excel 2016 et LibreOffice 7.4 les calculent de la même façon.

Elles égalent `calculs.pilotage.indicateurs.indicateur_du_mois`, et les noms de mois y sont en français quelle que
soit la langue du tableur.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tableur.calculs.pilotage.indicateurs import A_SURVEILLER, ALERTE, ATTEINT, BARRES, SANS_OBJECTIF
from tableur.classeurs.bord.modele import Indicateur, TableauDeBord
from tableur.classeurs.formules import Place, lettre_de_colonne, nom_de_feuille
from tableur.socle.dates import NOMS_DES_MOIS

MOIS_LONGS = ",".join(f'"{mois}"' for mois in NOMS_DES_MOIS)
A_VERIFIER = "à vérifier"


@dataclass(frozen=True, slots=True)
class Cases:
    """Adresses des cellules d'une ligne d'indicateur."""

    mois: str
    mois_n_1: str
    evolution: str
    cumul: str
    cumul_n_1: str
    evolution_du_cumul: str
    objectif: str
    ecart: str
    feu: str
    signe: str
    absent: str


def plage(colonne: str, places: Mapping[str, Place]) -> str:
    """Plage d'une colonne « Table.champ »."""
    table, _, champ = colonne.partition(".")
    return places[table].plage(champ)


def formules_des_periodes(tableau: TableauDeBord, places: Mapping[str, Place]) -> dict[str, str]:
    """Formule de chaque nom de période."""
    dates = ",".join(plage(colonne, places) for colonne in tableau.comptees)
    derniere = f"IF(MAX({dates})>0,MAX({dates}),TODAY())" if dates else "TODAY()"
    premier = f"IF(ISNUMBER({tableau.premier_mois}),{tableau.premier_mois},1)" if tableau.premier_mois else "1"
    jour = f"IF(AND(ISNUMBER({tableau.mois}),N({tableau.mois})>0),{tableau.mois},donnees_jusqu_au)"
    return {
        "donnees_jusqu_au": f"=IF(ISNUMBER({tableau.au}),{tableau.au},{derniere})",
        "periode_debut": f"=DATE(YEAR({jour}),MONTH({jour}),1)",
        "periode_fin": "=MIN(EOMONTH(periode_debut,0),donnees_jusqu_au)",
        "periode_debut_n_1": "=EDATE(periode_debut,-12)",
        "periode_fin_n_1": (
            "=MIN(EOMONTH(periode_debut_n_1,0),donnees_jusqu_au,"
            "IF(mois_inacheve,periode_debut_n_1+DAY(donnees_jusqu_au)-1,donnees_jusqu_au))"
        ),
        "exercice_debut": f"=EDATE(periode_debut,-MOD(MONTH(periode_debut)-{premier},12))",
        "exercice_debut_n_1": "=EDATE(exercice_debut,-12)",
        "mois_inacheve": "=AND(donnees_jusqu_au>=periode_debut,donnees_jusqu_au<EOMONTH(periode_debut,0))",
        "mois_ecrit": f'=CHOOSE(MONTH(periode_debut),{MOIS_LONGS})&" "&YEAR(periode_debut)',
    }


def date_ecrite(adresse: str) -> str:
    """Date écrite « 24/11/2026 », quelle que soit la langue du tableur."""
    return f'TEXT(DAY({adresse}),"00")&"/"&TEXT(MONTH({adresse}),"00")&"/"&YEAR({adresse})'


def formule_d_etat(tableau: TableauDeBord, places: Mapping[str, Place]) -> str:
    """Ligne d'état : « données au … », nombre de lignes, mois inachevé, sans donnée ou hors des données."""
    morceaux = ['"Données au "&' + date_ecrite("donnees_jusqu_au")]
    for colonne, nom in tableau.comptees.items():
        compte = f"COUNT({plage(colonne, places)})"
        milliers = f'INT({compte}/1000)&"\u202f"&TEXT(MOD({compte},1000),"000")'
        morceaux.append(f'" · "&IF({compte}>=1000,{milliers},{compte})&" {nom}"')
    dates = [plage(colonne, places) for colonne in tableau.comptees]
    if dates:
        premiere = f"MIN({','.join(dates)})"
        morceaux.append(
            'IF(periode_debut>donnees_jusqu_au," · Le mois choisi est après les données.",'
            f'IF(EOMONTH(periode_debut,0)<{premiere}," · Le mois choisi est avant les données.",""))'
        )
        incomplet = f"AND({premiere}>0,EOMONTH(exercice_debut_n_1,0)<{premiere},periode_fin_n_1>={premiere})"
        morceaux.append(f'IF({incomplet}," · Cumul N-1 incomplet : rien avant le "&{date_ecrite(premiere)},"")')
    valeurs = dict.fromkeys(i.valeurs for i in tableau.indicateurs)
    for colonne in [*tableau.comptees, *valeurs]:
        p = plage(colonne, places)
        if colonne.partition(".")[0] in {c.partition(".")[0] for c in tableau.comptees}:
            textes = f'SUMPRODUCT(ISTEXT({p})*({p}<>""))'
            pluriel = f'IF({textes}>1," cases en texte, non comptées"," case en texte, non comptée")'
            morceaux.append(f'IF({textes}>0," · "&{textes}&{pluriel},"")')
    morceaux.append(
        'IF(mois_inacheve," · Mois inachevé : "&DAY(donnees_jusqu_au)&" jours sur "&DAY(EOMONTH(periode_debut,0))'
        '&", comparés aux mêmes jours de l\'an dernier","")'
    )
    return "=" + "&".join(morceaux)


def formules_de_l_indicateur(
    indicateur: Indicateur, tableau: TableauDeBord, places: Mapping[str, Place], cases: Cases
) -> dict[str, str]:
    """Formule de chaque case d'une ligne."""
    lire = _flux if indicateur.nature == "flux" else _niveau
    formules = {
        "mois": lire(indicateur, places, "periode_debut", "periode_fin"),
        "mois_n_1": lire(indicateur, places, "periode_debut_n_1", "periode_fin_n_1"),
        "evolution": _evolution(cases.mois, cases.mois_n_1),
        "objectif": _objectif(indicateur, places),
        "ecart": f'=IF(AND(ISNUMBER({cases.mois}),ISNUMBER({cases.objectif})),{cases.mois}-{cases.objectif},"")',
        "feu": _feu(tableau, cases),
    }
    if indicateur.nature == "flux":
        formules["cumul"] = _flux(indicateur, places, "exercice_debut", "periode_fin")
        formules["cumul_n_1"] = _flux(indicateur, places, "exercice_debut_n_1", "periode_fin_n_1")
        formules["evolution_du_cumul"] = _evolution(cases.cumul, cases.cumul_n_1)
    return formules


def formule_de_miniature(colonne: str, places: Mapping[str, Place]) -> str:
    """Un caractère par valeur de la colonne, d'autant plus haut qu'elle est grande : il s'imprime partout."""
    table, _, champ = colonne.partition(".")
    place = places[table]
    lettre, feuille = lettre_de_colonne(place.colonnes[champ]), nom_de_feuille(place.feuille)
    p = f"{feuille}!${lettre}${place.debut + 1}:${lettre}${place.derniere + 1}"
    etendue = f"(MAX({p},0)-MIN({p},0))"
    hauteurs = (
        f'MID("{BARRES}",1+IF({etendue}=0,0,ROUND(7*(N(INDEX({p},{rang}))-MIN({p},0))/{etendue},0)),1)'
        for rang in range(1, place.lignes + 1)
    )
    return "=" + "&".join(hauteurs)


def _criteres(indicateur: Indicateur, places: Mapping[str, Place], debut: str, fin: str) -> str:
    dates = plage(indicateur.dates, places)
    criteres = [f'{dates},">="&{debut}', f'{dates},"<"&({fin}+1)']
    criteres += [f'{plage(c, places)},"={_echappe(texte)}"' for c, texte in indicateur.ou.items()]
    return ",".join(criteres)


def _echappe(texte: str) -> str:
    for caractere in "~*?":
        texte = texte.replace(caractere, f"~{caractere}")
    return texte.replace('"', '""')


def _flux(indicateur: Indicateur, places: Mapping[str, Place], debut: str, fin: str) -> str:
    criteres = _criteres(indicateur, places, debut, fin)
    somme = f"ROUND(SUMIFS({plage(indicateur.valeurs, places)},{criteres}),2)"
    return f'=IFERROR(IF(COUNTIFS({criteres})=0,"",{somme}),"{A_VERIFIER}")'


def _niveau(indicateur: Indicateur, places: Mapping[str, Place], debut: str, fin: str) -> str:
    """Somme des valeurs du dernier jour renseigné de la période."""
    dates = plage(indicateur.dates, places)
    tests = "".join(
        f'*({plage(c, places)}="{texte.replace(chr(34), chr(34) * 2)}")' for c, texte in indicateur.ou.items()
    )
    jour = f"SUMPRODUCT(MAX(({dates}>={debut})*({dates}<{fin}+1){tests}*{dates}))"
    criteres = _criteres(indicateur, places, debut, fin)
    choisies = _criteres(indicateur, places, jour, jour)
    somme = f"ROUND(SUMIFS({plage(indicateur.valeurs, places)},{choisies}),2)"
    return f'=IFERROR(IF(COUNTIFS({criteres})=0,"",{somme}),"{A_VERIFIER}")'


def _evolution(valeur: str, reference: str) -> str:
    calcul = f'IF({reference}=0,"n.d.",({valeur}-{reference})/ABS({reference}))'
    return f'=IF(ISNUMBER({valeur}),IF(ISNUMBER({reference}),{calcul},"n.d."),"")'


def _objectif(indicateur: Indicateur, places: Mapping[str, Place]) -> str:
    if not indicateur.objectifs:
        return '=""'
    dates = plage(indicateur.dates_des_objectifs, places)
    valeurs = plage(indicateur.objectifs, places)
    criteres = f'{dates},">="&periode_debut,{dates},"<"&(EOMONTH(periode_debut,0)+1)'
    somme = f"SUMIFS({valeurs},{criteres})"
    if indicateur.nature == "flux":
        prorata = f"{somme}*DAY(donnees_jusqu_au)/DAY(EOMONTH(periode_debut,0))"
        somme = f"IF(mois_inacheve,ROUND({prorata},2),{somme})"
    # Un objectif laissé vide n'est pas un objectif nul.
    return f'=IF(COUNTIFS({criteres},{valeurs},"<>")=0,"",{somme})'


def _feu(tableau: TableauDeBord, cases: Cases) -> str:
    """La même formule sur toutes les lignes : le sens et le mot de l'absence sont dans des repères cachés."""
    tolerance = f"IF(ISNUMBER({tableau.tolerance}),{tableau.tolerance},0.05)" if tableau.tolerance else "0.05"
    selon = (
        f'IF({cases.signe}*{cases.ecart}>=0,"{ATTEINT}",'
        f'IF({cases.signe}*{cases.ecart}>=-{tolerance}*ABS({cases.objectif}),"{A_SURVEILLER}","{ALERTE}"))'
    )
    return (
        f'=IF({cases.mois}="",{cases.absent},IF(ISNUMBER({cases.mois}),'
        f'IF(ISNUMBER({cases.objectif}),{selon},"{SANS_OBJECTIF}"),"{A_VERIFIER}"))'
    )
