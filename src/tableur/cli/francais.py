"""Les mots de click en français.

click demande ses phrases à `gettext` par deux noms de module, `_` et `ngettext` : ils sont remplacés ici. Un test
relève toutes les phrases du click installé et échoue s'il en manque une.
"""

import sys
from gettext import gettext, ngettext

import click

_PHRASES = {
    "Usage:": "Usage :",
    "Options": "Options",
    "Commands": "Commandes",
    "Positional arguments": "Arguments",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version.",
    "Confirm the action without prompting.": "Confirme sans poser de question.",
    "Do you want to continue?": "Continuer ?",
    "Repeat for confirmation": "Répéter pour confirmer",
    "Press any key to continue...": "Appuyer sur une touche pour continuer…",
    "Aborted!": "Interrompu.",
    "Error: {message}": "Erreur : {message}",
    "Error: {e.message}": "Erreur : {e.message}",
    "Error: invalid input": "Erreur : saisie refusée",
    "Error: The value you entered was invalid.": "Erreur : la valeur saisie est refusée.",
    "Error: The two entered values do not match.": "Erreur : les deux valeurs saisies diffèrent.",
    "Try '{command} {option}' for help.": "Pour l'aide : {command} {option}",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "(dynamic)": "(calculé)",
    "(Deprecated) {text}": "(Abandonné) {text}",
    "deprecated": "abandonné",
    "required": "obligatoire",
    "default: {default}": "par défaut : {default}",
    "env var: {var}": "variable d'environnement : {var}",
    "text": "texte",
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "d": "j",
    "unknown error": "erreur inconnue",
    "DeprecationWarning: The command {name!r} is deprecated.": "La commande « {name} » est abandonnée.",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "Attention : la commande « {name} » est abandonnée.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Attention : « {name} » est abandonné.{extra_message}"
    ),
    "Missing command.": "Il manque la commande.",
    "Missing argument": "Il manque la valeur",
    "Missing option": "Il manque l'option",
    "Missing parameter": "Il manque le paramètre",
    "Missing parameter: {param_name}": "Il manque le paramètre « {param_name} »",
    "Missing {param_type}": "Il manque : {param_type}",
    "Did you mean {possibility}?": "Peut-être {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "(Peut-être : {possibilities} ?)",
    "(Possible options: {possibilities})": "(Peut-être : {possibilities} ?)",
    "No such option {name!r}.": "L'option « {name} » n'existe pas.",
    "No such option: {name}": "L'option « {name} » n'existe pas.",
    "No such command {name!r}.": "La commande « {name} » n'existe pas.",
    "Option {name!r} does not take a value.": "L'option « {name} » ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L'option « {name} » demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L'option « {name} » demande {nargs} valeurs.",
    "Argument {name!r} takes {nargs} values.": "« {name} » prend {nargs} valeurs.",
    "Takes {nargs} values but 1 was given.": "{nargs} valeurs attendues, 1 reçue.",
    "Takes {nargs} values but {len} were given.": "{nargs} valeurs attendues, {len} reçues.",
    "Got unexpected extra argument ({args})": "Valeur en trop : {args}",
    "Got unexpected extra arguments ({args})": "Valeurs en trop : {args}",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Choice({choices})": "choix ({choices})",
    "Choose from:\n\t{choices}": "Choisir parmi :\n\t{choices}",
    "{value!r} is not {choice}.": "« {value} » n'est pas {choice}.",
    "{value!r} is not one of {choices}.": "« {value} » n'est pas un choix parmi {choices}.",
    "{value!r} does not match the format {format}.": "« {value} » n'a pas la forme {format}.",
    "{value!r} does not match the formats {formats}.": "« {value} » n'a aucune des formes {formats}.",
    "{value} is not in the range {range}.": "{value} n'est pas dans l'intervalle {range}.",
    "{value!r} is not a valid boolean.": "« {value} » n'est ni vrai ni faux.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "« {value} » n'est ni vrai ni faux. Valeurs admises : {states}"
    ),
    "{len_type} values are required, but {len_value} was given.": "{len_type} attendues, {len_value} reçue.",
    "{len_type} values are required, but {len_value} were given.": "{len_type} attendues, {len_value} reçues.",
    "{value!r} is not a valid {number_type}.": "« {value} » n'est pas un nombre admis ({number_type}).",
    "{value!r} is not a valid UUID.": "« {value} » n'est pas un UUID.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier.",
    "{name} '{filename}' is a directory.": "« {filename} » est un dossier.",
    "{name} {filename!r} is not readable.": "« {filename} » ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "« {filename} » ne peut pas être écrit.",
    "{name} {filename!r} is not executable.": "« {filename} » ne peut pas être exécuté.",
    "{name} {filename!r} does not exist.": "« {filename} » n'existe pas.",
    "Could not open file {filename!r}: {message}": "Le fichier « {filename} » ne s'ouvre pas : {message}",
    "Unknown standard stream '{name}'": "Flux standard inconnu : « {name} »",
    "Value must be an iterable.": "La valeur doit être une liste.",
    "{editor}: Editing failed": "{editor} : la modification a échoué",
    "{editor}: Editing failed: {e}": "{editor} : la modification a échoué : {e}",
    "Windows error: {error}": "Erreur de Windows : {error}",
    "Unknown color {colour!r}": "Couleur inconnue : « {colour} »",
    "Couldn't detect Bash version, shell completion is not supported.": (
        "La version de Bash n'a pas pu être lue : la complétion n'est pas disponible."
    ),
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "La complétion demande Bash 4.4 ou plus récent."
    ),
    "Invalid start character for option ({option})": "Une option ne commence pas par ce caractère ({option})",
    "Could not determine name for option with declarations {decls!r}": "Option sans nom : {decls}",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
        "Did you mean to pass '--{name}'?"
    ): "Le nom {name} est donné sans option. Fallait-il un argument, ou « --{name} » ?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": (
        "Un argument a un seul nom, {length} reçus : {decls}."
    ),
    "Name '{name}' defined twice": "Le nom « {name} » est défini deux fois",
    "Boolean option {decl!r} cannot use the same flag for true/false.": (
        "L'option « {decl} » ne peut pas dire oui et non par le même mot."
    ),
}


def phrase(anglaise: str) -> str:
    """Phrase de click en français ; une phrase inconnue passe par `gettext`, donc reste telle quelle.

    >>> phrase("Missing command.")
    'Il manque la commande.'
    """
    return _PHRASES.get(anglaise) or gettext(anglaise)


def phrase_accordee(singulier: str, pluriel: str, nombre: int) -> str:
    """Phrase de click accordée comme en français : le pluriel commence à deux."""
    choisie = _PHRASES.get(singulier if nombre < 2 else pluriel)
    return choisie or ngettext(singulier, pluriel, nombre)


class Aide(click.HelpFormatter):
    """Mise en page de l'aide de click, deux-points français compris."""

    def write_heading(self, heading: str) -> None:
        """Écrit le titre d'une section."""
        self.write(f"{'':>{self.current_indent}}{heading} :\n")


def traduire_click() -> None:
    """Fait parler français à tous les modules de click déjà importés."""
    click.Context.formatter_class = Aide
    for nom, module in list(sys.modules.items()):
        if nom.startswith("click.") and module is not None:
            espace = vars(module)
            if espace.get("_") is gettext:
                espace["_"] = phrase
            if espace.get("ngettext") is ngettext:
                espace["ngettext"] = phrase_accordee
