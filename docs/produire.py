"""Produit les pages tirées du code : une par formule, l'index des familles, et la référence de la commande.

python docs/produire.py              écrit docs/formules/*.md et docs/commandes.md
python docs/produire.py --verifier   dit ce qui n'est plus à jour, et sort avec le code 1
"""

import argparse
import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import click

from tableur.catalogue import Argument, Catalogue, Fonction, recenser
from tableur.catalogue.exemples import Exemple, exemple_de
from tableur.cli.affichage import valeur
from tableur.cli.commande import COMMANDES, tableur
from tableur.cli.familles import PAR_FICHIERS
from tableur.cli.genres import choix, enregistrement_de, est_nombre, libelle_d_unite, nature
from tableur.frontiere import Champ, champs_de, ecrire, element_de_liste, facultatif_et_nu
from tableur.socle import erreurs
from tableur.socle.ecriture import nombre_ecrit

DOSSIER = Path(__file__).resolve().parent
LIGNES_MONTREES = 12
LARGEUR_DE_L_AIDE = 88
AVERTISSEMENT = "<!-- Page produite par docs/produire.py : ne pas la modifier à la main. -->"
AVANCE = "avancé"
PAR_FORMULE = ("appeler", "expliquer")  # leurs sous-commandes sont les formules : elles ont chacune leur page


def pages() -> dict[str, str]:
    """Texte de chaque page, par chemin relatif au dossier de la documentation.

    Raises:
        MarqueInvalide: Une fonction du catalogue est mal déclarée.
    """
    catalogue = recenser("tableur.calculs", "tableur.actions")
    catalogue.exiger()
    produites = {"formules/index.md": _index(catalogue)}
    for famille in catalogue.familles:
        produites[f"formules/{famille}.md"] = _page_de_famille(catalogue, famille)
    for fonction in _formules(catalogue):
        produites[f"formules/{fonction.nom}.md"] = _page_de_formule(fonction)
    produites["commandes.md"] = _page_des_commandes(catalogue)
    return {chemin: texte.rstrip() + "\n" for chemin, texte in produites.items()}


def perimees(dossier: Path = DOSSIER) -> list[str]:
    """Pages absentes, différentes ou en trop par rapport au code."""
    voulues = pages()
    presentes = {f"formules/{page.name}" for page in (dossier / "formules").glob("*.md")}
    ecrites = {chemin: (dossier / chemin).read_text("utf-8") for chemin in voulues if (dossier / chemin).is_file()}
    fausses = [chemin for chemin, texte in voulues.items() if ecrites.get(chemin) != texte]
    return sorted([*fausses, *(presentes - set(voulues))])


def produire(dossier: Path = DOSSIER) -> list[str]:
    """Écrit les pages qui ont changé, efface celles des formules disparues, et rend leurs noms."""
    changees = perimees(dossier)
    voulues = pages()
    for chemin in changees:
        page = dossier / chemin
        page.parent.mkdir(parents=True, exist_ok=True)
        if chemin in voulues:
            page.write_text(voulues[chemin], encoding="utf-8", newline="\n")
        else:
            page.unlink()
    return changees


def _formules(catalogue: Catalogue) -> list[Fonction]:
    return [fonction for fonction in catalogue.values() if fonction.marque.genre == "formule"]


def _actions(catalogue: Catalogue) -> list[Fonction]:
    return [fonction for fonction in catalogue.values() if fonction.marque.genre == "action"]


def _titre_de_famille(famille: str) -> str:
    return famille.replace("_", " ").capitalize()


def _index(catalogue: Catalogue) -> str:
    formules = _formules(catalogue)
    morceaux = [
        "# Les formules",
        AVERTISSEMENT,
        (
            f"{len(formules)} formules, en {len({f.famille for f in formules})} familles. Chacune se tape dans "
            "une cellule (`=TABLEUR.NOM(…)`) et se lance au terminal (`tableur appeler nom …`) : mêmes valeurs "
            f"reçues, même résultat. Celles dites « {AVANCE} » répondent à des cas moins courants."
        ),
    ]
    for famille in catalogue.familles:
        siennes = [f for f in formules if f.famille == famille]
        if siennes:
            morceaux += [f"## [{_titre_de_famille(famille)}]({famille}.md)", _liste_de_formules(siennes)]
    return "\n\n".join([*morceaux, "[Documentation](../index.md) · [Commandes](../commandes.md)"])


def _page_de_famille(catalogue: Catalogue, famille: str) -> str:
    formules = [f for f in _formules(catalogue) if f.famille == famille]
    actions = [f for f in _actions(catalogue) if f.famille == famille]
    morceaux = [f"# Famille « {famille.replace('_', ' ')} »", AVERTISSEMENT]
    if actions:
        lignes = [[f"`tableur {famille} {a.nom_de_commande}`", a.resume] for a in actions]
        morceaux += ["## Actions", "Elles lisent un classeur et en écrivent un autre, calculé."]
        morceaux += [_table(["Commande", "Ce qu'elle fait"], lignes)]
        morceaux += ["Leurs options sont dans la [référence de la commande](../commandes.md)."]
    courantes = [f for f in formules if not f.marque.avance]
    avancees = [f for f in formules if f.marque.avance]
    if courantes:
        morceaux += ["## Formules", _liste_de_formules(courantes)]
    if avancees:
        morceaux += ["## Formules avancées", _liste_de_formules(avancees)]
    return "\n\n".join([*morceaux, "[Toutes les formules](index.md)"])


def _liste_de_formules(formules: Sequence[Fonction]) -> str:
    lignes = [
        [f"[`{f.nom.upper()}`]({f.nom}.md)", f.resume + (f" *({AVANCE})*" if f.marque.avance else "")]
        for f in formules
    ]
    return _table(["Formule", "Ce qu'elle donne"], lignes)


def _page_de_formule(fonction: Fonction) -> str:
    exemple = exemple_de(fonction)
    avance = f" · **{AVANCE}**" if fonction.marque.avance else ""
    morceaux = [
        f"# {fonction.nom_de_cellule}",
        AVERTISSEMENT,
        f"**{fonction.resume}**",
        (
            f"Famille [{fonction.famille.replace('_', ' ')}]({fonction.famille}.md) · "
            f"commande `tableur appeler {fonction.nom_de_commande}`{avance}"
        ),
        _bloc("text", _forme(fonction)),
    ]
    if fonction.documentation.description:
        morceaux += ["## Règle", fonction.documentation.description]
    morceaux += ["## Arguments", *_arguments(fonction), "## Résultat", *_resultat(fonction)]
    morceaux += ["## Exemple", *_exemple(exemple)]
    if fonction.documentation.erreurs:
        morceaux += ["## Erreurs", _erreurs(fonction)]
    return "\n\n".join(
        [*morceaux, f"[Famille {fonction.famille}]({fonction.famille}.md) · [Toutes les formules](index.md)"]
    )


def _forme(fonction: Fonction) -> str:
    noms = [a.nom if a.obligatoire else f"[{a.nom}]" for a in fonction.arguments]
    return f"={fonction.nom_de_cellule}({'; '.join(noms)})"


def _arguments(fonction: Fonction) -> Iterator[str]:
    if not fonction.arguments:
        yield "Aucun."
        return
    lignes = [[f"`{a.nom}`", a.aide, _nature(a.type), _a_donner(a)] for a in fonction.arguments]
    yield _table(["Argument", "Ce que c'est", "Nature", "À donner"], lignes)
    tables = [(a.nom, e) for a in fonction.arguments if (e := enregistrement_de(a.type)) is not None]
    if tables:
        yield (
            "La première ligne d'une table porte les noms de ses colonnes, dans n'importe quel ordre ; accents, "
            "majuscules et espaces ne comptent pas. Une colonne facultative peut manquer."
        )
    for nom, enregistrement in tables:
        yield f"### Colonnes de `{nom}`"
        yield _texte_de(enregistrement)
        lignes = [[f"`{c.nom}`", _nature(c.type), _colonne_a_donner(c)] for c in champs_de(enregistrement)]
        yield _table(["Colonne", "Nature", "À donner"], lignes)


def _texte_de(enregistrement: Any) -> str:
    """Ce qu'est une table ou une fiche, et ce que veulent dire ses colonnes : le texte de l'enregistrement."""
    return (inspect.getdoc(enregistrement) or "").partition("\n\nArgs:")[0]


def _resultat(fonction: Fonction) -> Iterator[str]:
    enregistrement = enregistrement_de(fonction.retour)
    if enregistrement is None:
        element = element_de_liste(fonction.retour)
        genre = _nature(fonction.retour if element is None else element)
        yield f"Une colonne de valeurs : {genre}." if element is not None else f"Une valeur : {genre}."
        return
    if element_de_liste(fonction.retour) is not None:
        yield "Une table : la formule se valide sur une plage, ou s'étend d'elle-même dans un tableur qui le fait."
    elif (table := _table_rendue(enregistrement)) is not None:
        nom, element = table
        yield (
            f"En JSON, une fiche, ses tables et ses fiches imbriquées. Dans une cellule, la table `{nom}` : la "
            "formule se valide sur une plage."
        )
        enregistrement = element
    else:
        yield "Une fiche de deux colonnes : le nom, la valeur."
    lignes = [[f"`{c.nom}`", _nature(c.type)] for c in champs_de(enregistrement)]
    yield _table(["Colonne", "Nature"], lignes)


def _table_rendue(enregistrement: Any) -> tuple[str, Any] | None:
    """Champ d'une fiche qui est une table, celle que la cellule montre, et l'enregistrement de ses lignes."""
    for nom, type_ in get_type_hints(enregistrement, include_extras=True).items():
        element = element_de_liste(type_)
        if element is not None:
            return nom, enregistrement_de(type_)
    return None


def _exemple(exemple: Exemple) -> Iterator[str]:
    fonction = exemple.fonction
    colonne = 0
    tables = []
    for argument in fonction.arguments:
        grille = ecrire(exemple.arguments.get(argument.nom))
        if isinstance(grille, list):
            tables.append(argument.nom)
            cellules = _cellules(exemple.arguments[argument.nom], argument.type)
            fiche = element_de_liste(argument.type) is None and enregistrement_de(argument.type) is not None
            yield f"Plage à taper d'abord, pour `{argument.nom}` :"
            yield _feuille(cellules[1:] if fiche else cellules, colonne)
            colonne += max((len(ligne) for ligne in grille), default=1) + 1
    yield "Dans une cellule :"
    yield _bloc("text", exemple.cellule)
    yield from _resultat_de_l_exemple(exemple)
    yield "Au terminal, le même calcul :"
    yield _bloc("console", f"$ {exemple.commande}")
    if tables:
        noms = ", ".join(f"`{nom}.csv`" for nom in tables)
        plage = "les mêmes plages, enregistrées" if len(tables) > 1 else "la même plage, enregistrée"
        yield f"{noms} : {plage} en CSV avec des points-virgules."


def _resultat_de_l_exemple(exemple: Exemple) -> Iterator[str]:
    retour, resultat = exemple.fonction.retour, exemple.resultat
    if element_de_liste(retour) is None and enregistrement_de(retour) is None:
        en_cellule = (
            f" (dans la cellule : `{'VRAI' if resultat else 'FAUX'}`)" if isinstance(resultat, bool) else ""
        )
        yield f"Résultat : **{valeur(resultat, retour)}**{en_cellule}"
        return
    yield "Résultat :"
    if not resultat:
        yield "*table vide*"
        return
    if element_de_liste(retour) is None and (table := _table_rendue(enregistrement_de(retour))) is not None:
        nom, element = table
        resultat, retour = list(getattr(resultat, nom)), list[element]  # type: ignore[valid-type]
    cellules = _cellules(resultat, retour)
    entetes, *lignes = cellules if enregistrement_de(retour) is not None else [["valeur"], *cellules]
    yield _table(entetes, lignes[:LIGNES_MONTREES], _a_droite(retour))
    if len(lignes) > LIGNES_MONTREES:
        yield f"… et {len(lignes) - LIGNES_MONTREES} autres lignes."


def _cellules(contenu: Any, type_: Any) -> list[list[str]]:
    """Table, liste ou fiche telle qu'on la voit dans la feuille, en-têtes compris."""
    enregistrement = enregistrement_de(type_)
    if enregistrement is None:
        return [[_vu(un, element_de_liste(type_))] for un in contenu]
    champs = champs_de(enregistrement)
    if element_de_liste(type_) is None:
        return [["nom", "valeur"], *([c.nom, _vu(getattr(contenu, c.nom), c.type)] for c in champs)]
    lignes = [[_vu(getattr(ligne, c.nom), c.type) for c in champs] for ligne in contenu]
    return [[c.nom for c in champs], *lignes]


def _vu(brute: Any, type_: Any) -> str:
    return "" if brute is None else valeur(brute, type_, avec_unite=False)


def _a_droite(type_: Any) -> list[bool]:
    enregistrement = enregistrement_de(type_)
    if enregistrement is None or element_de_liste(type_) is None:
        return []
    return [est_nombre(c.type) for c in champs_de(enregistrement)]


def _erreurs(fonction: Fonction) -> str:
    lignes = []
    for nom, quand in fonction.documentation.erreurs.items():
        classe = getattr(erreurs, nom, erreurs.ErreurTableur)
        lignes.append([f"`{classe.code}`", quand])
    return _table(["La cellule affiche", "Quand"], lignes)


def _page_des_commandes(catalogue: Catalogue) -> str:
    reglages = {**tableur.context_settings, "terminal_width": LARGEUR_DE_L_AIDE}
    racine = click.Context(tableur, info_name="tableur", **reglages)
    morceaux = [
        "# La commande `tableur`",
        AVERTISSEMENT,
        (
            "Chaque texte ci-dessous est celui que la commande affiche avec `--aide`. Elle sort avec le code 0 si "
            "tout est fait, 1 s'il y a des anomalies ou des lignes en échec, 2 si la demande est refusée."
        ),
        _bloc("text", tableur.get_help(racine)),
    ]
    for nom in COMMANDES:
        commande = tableur.get_command(racine, nom)
        if commande is not None:
            morceaux += _aides(commande, racine, nom)
    for famille in catalogue.familles:
        groupe = tableur.get_command(racine, famille)
        contexte = click.Context(groupe, racine, famille) if groupe else None
        morceaux += [f"## `tableur {famille}`", _phrase_de_famille(catalogue, famille)]
        for action in _actions(catalogue):
            if action.famille == famille and isinstance(groupe, click.Group) and contexte is not None:
                trouvee = groupe.get_command(contexte, action.nom_de_commande)
                if trouvee is not None:
                    morceaux += _aides(trouvee, contexte, action.nom_de_commande, "###")
        for nom in PAR_FICHIERS.get(famille, ()):
            trouvee = groupe.get_command(contexte, nom) if isinstance(groupe, click.Group) and contexte else None
            if trouvee is not None:
                morceaux += _aides(trouvee, contexte, nom, "###")
    return "\n\n".join([*morceaux, "[Documentation](index.md) · [Formules](formules/index.md)"])


def _phrase_de_famille(catalogue: Catalogue, famille: str) -> str:
    formules = [f for f in _formules(catalogue) if f.famille == famille]
    actions = [f for f in _actions(catalogue) if f.famille == famille]
    phrases = []
    if formules:
        commandes = [exemple_de(f).commande for f in formules]
        exemple = min(commandes, key=lambda c: ("@" in c, len(c))).replace("tableur appeler", f"tableur {famille}")
        phrases.append(
            f"Les {len(formules)} [formules de la famille](formules/{famille}.md) s'appellent aussi par elle : "
            f"`{exemple}`."
        )
    if actions:
        phrases.append(f"Elle porte {len(actions)} actions.")
    return " ".join(phrases)


def _aides(commande: click.Command, parent: click.Context, nom: str, titre: str = "##") -> Iterable[str]:
    contexte = click.Context(commande, parent, nom)
    yield f"{titre} `{contexte.command_path}`"
    yield _bloc("text", commande.get_help(contexte))
    if isinstance(commande, click.Group) and nom not in PAR_FORMULE:
        for sous_nom in commande.list_commands(contexte):
            sous_commande = commande.get_command(contexte, sous_nom)
            if sous_commande is not None:
                yield from _aides(sous_commande, contexte, sous_nom, titre + "#")


def _nature(type_: Any) -> str:
    """Nature d'une valeur et son unité : « quantité, en unités », « choix : `a`, `b` »."""
    element = element_de_liste(type_)
    if element is not None and enregistrement_de(type_) is None:
        return f"plage ou liste : {_nature(element)}"
    possibles = choix(type_)
    if possibles:
        return "un choix parmi " + ", ".join(f"`{possible}`" for possible in possibles)
    unite = libelle_d_unite(type_)
    if enregistrement_de(type_) is not None:
        return f"{nature(type_)}, colonnes plus bas"
    if not unite or unite in nature(type_):
        return nature(type_)
    return f"{nature(type_)} ({unite})" if ":" in unite else f"{nature(type_)}, en {unite}"


def _a_donner(argument: Argument) -> str:
    if argument.obligatoire:
        return "obligatoire"
    return _facultatif(argument.defaut, argument.type)


def _colonne_a_donner(champ: Champ) -> str:
    if champ.obligatoire:
        return "obligatoire, sans doublon" if champ.est_cle else "obligatoire"
    return _facultatif(champ.defaut, champ.type)


def _facultatif(defaut: object, type_: Any) -> str:
    if defaut is None or defaut == "":
        return "facultatif"
    if isinstance(defaut, Decimal) and "%" not in valeur(defaut, type_):
        return f"facultatif ; {nombre_ecrit(defaut)}"
    if choix(type_):
        return f"facultatif ; `{defaut}`"
    return f"facultatif ; {valeur(defaut, facultatif_et_nu(type_)[1], avec_unite=False)}"


def _table(entetes: Sequence[str], lignes: Iterable[Sequence[str]], a_droite: Sequence[bool] = ()) -> str:
    cotes = [*a_droite, *[False] * (len(entetes) - len(a_droite))]
    traits = ["--:" if droite else "---" for droite in cotes]
    return "\n".join(_ligne(cellules) for cellules in [entetes, traits, *lignes])


def _ligne(cellules: Sequence[str]) -> str:
    return f"| {' | '.join(cellule.replace('|', chr(92) + '|') for cellule in cellules)} |"


def _feuille(cellules: list[list[str]], colonne: int) -> str:
    """Plage montrée comme dans la feuille, avec les lettres des colonnes et les numéros des lignes."""
    largeur = max((len(ligne) for ligne in cellules), default=1)
    lettres = [_lettres(colonne + rang) for rang in range(largeur)]
    lignes = [[f"**{numero}**", *ligne] for numero, ligne in enumerate(cellules, 1)]
    return _table([" ", *lettres], lignes)


def _lettres(rang: int) -> str:
    lettres = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres


def _bloc(langage: str, texte: str) -> str:
    return f"```{langage}\n{texte.rstrip()}\n```"


def principal(arguments: Sequence[str]) -> int:
    """Écrit ou vérifie les pages ; rend 1 si la vérification trouve une page périmée."""
    lecteur = argparse.ArgumentParser(description="Produit les pages de documentation tirées du code.")
    lecteur.add_argument("--verifier", action="store_true", help="dire ce qui n'est plus à jour, ne rien écrire")
    if not lecteur.parse_args(arguments).verifier:
        changees = produire()
        sys.stdout.write("".join(f"{chemin}\n" for chemin in changees) or "Tout est à jour.\n")
        return 0
    fausses = perimees()
    sys.stdout.write("".join(f"{chemin} n'est plus à jour : lancer make docs\n" for chemin in fausses))
    return 1 if fausses else 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
