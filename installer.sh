#!/bin/sh
# Installe tableur pour la personne connectée, sous Linux et macOS, sans droits d'administrateur.
#
#   sh installer.sh                       installe, ou met à jour
#   sh installer.sh --calc                puis branche LibreOffice Calc
#   sh installer.sh --excel               puis prépare Excel (Mac)
#   sh installer.sh --dossier-approuve D  et approuve ce dossier, avec --calc
#   sh installer.sh --desinstaller        défait tout
#
# La roue jointe (tableur-*.whl, à côté ou dans roues/) est prise d'abord, puis les sources jointes ; sans elles, il refuse.
# Variables : TABLEUR_PYTHON, le programme Python à employer.
# Code de sortie : 0 fait, 1 installé mais l'hôte n'a pas pu être branché, 2 rien n'a été installé.
set -u
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX VIRTUAL_ENV CDPATH
umask 022

ici=$(cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
systeme=$(uname -s)
marque="# commande posée par installer.sh de tableur"

dire() { printf '%s\n' "$*"; }
echouer() {
    printf '%s\n' "$*" >&2
    if [ -n "${journal:-}" ] && [ -f "$journal" ]; then dire "Échec : $*" >>"$journal"; fi
    exit 2
}
aide() { sed -n '2,/^set -u/{/^set/d;s/^# \{0,1\}//;p;}' "$0"; }

# --- Ce qui est demandé ---------------------------------------------------------------------------------------
calc='' excel='' approuve='' defaire=''
while [ $# -gt 0 ]; do
    case $1 in
    --calc) calc=oui ;;
    --excel) excel=oui ;;
    --dossier-approuve)
        [ $# -gt 1 ] || echouer "Il manque le dossier après --dossier-approuve."
        approuve=$2
        shift
        ;;
    --desinstaller) defaire=oui ;;
    --aide | --help | -h)
        aide
        exit 0
        ;;
    *) echouer "L'option « $1 » n'existe pas : sh installer.sh --aide." ;;
    esac
    shift
done
if [ -n "$approuve" ] && [ -z "$calc$excel" ]; then
    echouer "--dossier-approuve demande --calc ou --excel."
fi
if [ -n "${SUDO_USER:-}" ] && [ "$(id -u)" = 0 ]; then
    echouer "Relancer sans sudo : tableur s'installe pour vous seul, et n'a pas besoin de droits d'administrateur."
fi
case ${HOME:-} in
/*) ;;
*) echouer "Votre dossier personnel n'est pas connu (variable HOME) : ouvrir une session ordinaire, puis recommencer." ;;
esac

# --- Où ---------------------------------------------------------------------------------------------------------
absolu() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s' "$2" ;; esac; }
if [ "$systeme" = Darwin ]; then
    dossier=$HOME/Library/Application\ Support/tableur/programme
    etat=$HOME/Library/Logs/tableur
else
    dossier=$(absolu "${XDG_DATA_HOME:-}" "$HOME/.local/share")/tableur
    etat=$(absolu "${XDG_STATE_HOME:-}" "$HOME/.local/state")/tableur
fi
env=$dossier/env
commande=$HOME/.local/bin/tableur
journal=$etat/installation.log

est_a_nous() { [ -f "$1" ] && grep -qF "$marque" "$1" 2>/dev/null; }

# --- Désinstaller -------------------------------------------------------------------------------------------------
if [ -n "$defaire" ]; then
    if [ -d "$env" ]; then
        if ! "$env/bin/python" -c 'import tableur' >/dev/null 2>&1; then
            echouer "Le programme ne répond plus (Python déplacé ou supprimé) : relancer d'abord « sh installer.sh », qui" \
                "le répare, puis « sh installer.sh --desinstaller »."
        fi
        # Depuis l'installateur posé, cette phrase inviterait à se relancer : elle est ôtée.
        sortie=$("$env/bin/python" -I -m tableur desinstaller 2>&1)
        code=$?
        printf '%s\n' "$sortie" | grep -v '^Pour effacer aussi le programme' || :
        if [ $code -ne 0 ]; then
            echouer "Rien du programme n'a été effacé : corriger ce qui est dit ci-dessus, puis recommencer."
        fi
    else
        dire "tableur n'était pas installé dans « $dossier »."
    fi
    if est_a_nous "$commande"; then rm -f -- "$commande"; fi
    rm -rf -- "$env" "$dossier/installer.sh" || echouer "« $dossier » n'a pas pu être effacé : vérifier les droits."
    rmdir -- "$dossier" 2>/dev/null || :
    rm -f -- "$etat/installation.log" "$etat"/tableur.log*
    rmdir -- "$etat" 2>/dev/null || :
    dire "tableur est désinstallé. Vos classeurs et vos barèmes locaux sont gardés."
    exit 0
fi

# --- Le journal ---------------------------------------------------------------------------------------------------
mkdir -p -- "$etat" 2>/dev/null || echouer "Impossible d'écrire dans « $etat » : vérifier les droits et la place libre."
if ! { printf '\n%s\n' "== $(date '+%Y-%m-%d %H:%M:%S') $systeme $(uname -m)" >>"$journal"; } 2>/dev/null; then
    echouer "Impossible d'écrire le journal « $journal » : vérifier les droits et la place libre."
fi
if [ "$(wc -c <"$journal")" -gt 262144 ]; then
    tail -c 131072 "$journal" >"$journal.part" && mv -f -- "$journal.part" "$journal"
fi

# --- Python -------------------------------------------------------------------------------------------------------
essai='import struct, sys
print("%d.%d.%d %d" % (sys.version_info[:3] + (struct.calcsize("P") * 8,)))
sys.exit(0 if sys.version_info >= (3, 11) else 3)'
python='' vieux='' version=''

essayer() {
    [ -z "$python" ] || return 0
    candidat=$(command -v "$1" 2>/dev/null) || return 0
    # Sous macOS, le python3 du système n'est, sans les outils d'Apple, qu'une invitation à les installer.
    if [ "$systeme" = Darwin ] && [ "$candidat" = /usr/bin/python3 ] && ! xcode-select -p >/dev/null 2>&1; then
        return 0
    fi
    trouve=$("$candidat" -c "$essai" 2>/dev/null)
    case $? in
    0) python=$candidat version=$trouve ;;
    3) vieux="${trouve%% *} ($candidat)" ;;
    esac
}

if [ -n "${TABLEUR_PYTHON:-}" ]; then
    essayer "$TABLEUR_PYTHON"
else
    for nom in python3.14 python3.13 python3.12 python3.11 python3 python \
        /opt/homebrew/bin/python3 /usr/local/bin/python3 \
        /Library/Frameworks/Python.framework/Versions/3.1[1-9]/bin/python3; do
        essayer "$nom"
    done
fi
if [ -z "$python" ]; then
    if [ "$systeme" = Darwin ]; then
        remede="installer Python depuis https://www.python.org/downloads/macos/, puis relancer cet installateur."
    else
        remede="demander à la personne qui administre ce poste d'installer le paquet « python3 » et « python3-venv » d'un système récent (Debian 12, Ubuntu 24.04), ou donner un autre Python par TABLEUR_PYTHON=…"
    fi
    if [ -n "$vieux" ]; then
        echouer "Python $vieux est trop ancien, et tableur demande Python 3.11 ou plus récent : $remede"
    fi
    if [ -n "${TABLEUR_PYTHON:-}" ]; then
        echouer "« $TABLEUR_PYTHON », donné par TABLEUR_PYTHON, n'est pas un Python qui se lance : corriger ce chemin."
    fi
    echouer "Python est introuvable : $remede"
fi
dire "Python ${version% *}, ${version#* } bits : $python"
dire "Python $version $python" >>"$journal"
if ! "$python" -c 'import ensurepip, venv' >>"$journal" 2>&1; then
    echouer "Ce Python n'a pas le module « venv » : demander à la personne qui administre ce poste d'installer le paquet « python3-venv », puis relancer cet installateur."
fi

# --- Ce qui sera installé -----------------------------------------------------------------------------------------
source='' genre='' liens=''
for roue in "$ici"/tableur-*.whl "$ici"/roues/tableur-*.whl; do
    if [ -f "$roue" ]; then source=$roue genre="roue jointe"; fi
done
if [ -z "$source" ] && [ -f "$ici/pyproject.toml" ] && [ -f "$ici/src/tableur/__init__.py" ]; then
    source=$ici genre="sources jointes"
fi
[ -n "$source" ] || echouer "tableur n'est pas à côté de cet installateur : le lancer depuis le dossier reçu, qui contient une roue tableur-….whl ou les sources."
if [ -d "$ici/roues" ]; then liens=$ici/roues; fi
dire "tableur vient de : $genre." | tee -a "$journal"

# --- L'environnement ------------------------------------------------------------------------------------------------
mkdir -p -- "$dossier" 2>>"$journal"
[ -w "$dossier" ] || echouer "Impossible d'écrire dans « $dossier » : vérifier les droits et la place libre."
verrou=$dossier/.en-cours
if ! mkdir -- "$verrou" 2>/dev/null; then
    if kill -0 "$(cat "$verrou/processus" 2>/dev/null || echo 0)" 2>/dev/null &&
        [ "$(cat "$verrou/processus" 2>/dev/null || echo 0)" != 0 ]; then
        echouer "Une autre installation de tableur est en cours : attendre qu'elle finisse."
    fi
fi
echo $$ >"$verrou/processus"
nettoyer() { rm -rf -- "$verrou"; }
trap nettoyer EXIT
trap 'dire "Interrompu : relancer cet installateur reprendra au début." >&2; exit 130' INT HUP TERM

neuf=''
if [ -f "$env/.complet" ] && "$env/bin/python" -c "$essai; import pip" >/dev/null 2>&1; then
    dire "Mise à jour de l'installation existante…"
else
    neuf=oui
    dire "Création de l'environnement…"
    if ! "$python" -m venv --clear "$env" >>"$journal" 2>&1; then
        rm -rf -- "$env"
        echouer "L'environnement n'a pas pu être créé dans « $env » : vérifier la place libre ; détail : $journal"
    fi
fi

# Depuis le dossier de l'environnement, pip n'écrit pas dans le journal les dossiers de la personne.
pip() { (cd -- "$env" && ./bin/python -m pip --disable-pip-version-check --no-input "$@") >>"$journal" 2>&1; }
PIP_USER=0 PIP_NO_WARN_SCRIPT_LOCATION=1 PIP_REQUIRE_VIRTUALENV=0
export PIP_USER PIP_NO_WARN_SCRIPT_LOCATION PIP_REQUIRE_VIRTUALENV

# Sans réseau d'abord, si des roues sont jointes ; une même version jointe est réinstallée.
poser() {
    if [ -n "$liens" ] && pip install --no-index --find-links "$liens" --upgrade "$@"; then return 0; fi
    if [ -n "$liens" ]; then pip install --find-links "$liens" --upgrade "$@"; else pip install --upgrade "$@"; fi
}
dire "Installation de tableur et de ses bibliothèques (une à trois minutes)…"
debut=$(wc -c <"$journal")
rm -f -- "$env/.complet"
if ! poser "$source" || { [ -f "$source" ] && ! pip install --no-index --force-reinstall --no-deps "$source"; }; then
    raison="voir la fin du journal"
    # Au-delà du début de cet essai seulement : un ancien échec ne donne pas la raison de celui-ci.
    recent=$(tail -c "+$((debut + 1))" "$journal")
    case $recent in
    *"No space left"*) raison="le disque est plein" ;;
    *"Permission denied"*) raison="un dossier ne permet pas d'écrire" ;;
    *CERTIFICATE_VERIFY_FAILED*) raison="le réseau de l'organisation filtre Internet : demander au service informatique l'adresse de son index pip" ;;
    *"Temporary failure"* | *"Max retries"* | *"NewConnectionError"* | *"ProxyError"* | *"Could not fetch"* | *"Connection refused"*)
        raison="Internet ne répond pas : vérifier la connexion, ou joindre les roues dans un dossier « roues »"
        ;;
    *"No matching distribution"*) raison="une bibliothèque est introuvable pour ce Python et ce système" ;;
    esac
    if [ -n "$neuf" ]; then rm -rf -- "$env"; fi
    echouer "tableur n'a pas pu être installé ($raison). Journal : $journal"
fi
if ! posee=$("$env/bin/tableur" --version 2>>"$journal"); then
    if [ -n "$neuf" ]; then rm -rf -- "$env"; fi
    echouer "tableur est installé mais ne se lance pas : joindre à votre demande d'aide le journal $journal"
fi
if [ "$systeme" = Darwin ] || [ -n "$excel" ]; then
    poser "xlwings>=0.37" "pyOpenVBA>=6.5,<7" ||
        dire "Les bibliothèques d'Excel n'ont pas pu être installées (détail : $journal) ; le reste l'est."
fi
: >"$env/.complet"
if [ "$ici/installer.sh" != "$dossier/installer.sh" ]; then
    cp -- "$0" "$dossier/installer.sh.part" && mv -f -- "$dossier/installer.sh.part" "$dossier/installer.sh"
fi

# --- La commande --------------------------------------------------------------------------------------------------
pour_sh=$(printf '%s' "$env" | sed "s/'/'\\\\''/g")
a_taper=tableur
if { [ -e "$commande" ] || [ -L "$commande" ]; } && ! est_a_nous "$commande"; then
    dire "Une autre commande « tableur » est déjà dans $commande : laissée telle quelle."
    a_taper="'$pour_sh/bin/tableur'"
elif mkdir -p -- "$HOME/.local/bin" 2>>"$journal" &&
    printf '%s\n' '#!/bin/sh' "$marque" "p='$pour_sh/bin/python'" \
        "[ -x \"\$p\" ] || { echo 'Le Python de tableur a été déplacé ou supprimé : relancer installer.sh.' >&2; exit 2; }" \
        'exec "$p" -I -m tableur "$@"' >"$commande.part" 2>>"$journal"; then
    chmod 755 "$commande.part" && mv -f -- "$commande.part" "$commande"
    case ":${PATH:-}:" in
    *":$HOME/.local/bin:"*) ;;
    *) a_taper="~/.local/bin/tableur" ;;
    esac
else
    dire "La commande n'a pas pu être posée dans $HOME/.local/bin : le dossier ne permet pas d'écrire."
    a_taper="'$pour_sh/bin/tableur'"
fi
dire "$posee installé dans « $dossier »." | tee -a "$journal"

# --- Les hôtes, sur demande seulement -------------------------------------------------------------------------------
code=0
set --
if [ -n "$calc" ]; then set -- "$@" --calc; fi
if [ -n "$excel" ]; then set -- "$@" --excel; fi
if [ -n "$approuve" ]; then set -- "$@" --dossier-approuve "$approuve"; fi
if [ $# -gt 0 ]; then "$env/bin/python" -I -m tableur installer "$@" || code=1; fi

dire ''
dire 'La suite, dans cette fenêtre :'
if [ -z "$calc" ]; then
    dire "  $a_taper installer --calc    les formules =TABLEUR.… dans LibreOffice Calc (LibreOffice fermé)"
fi
dire "  $a_taper demo                une entreprise d'exemple, à ouvrir dans un tableur"
dire "  $a_taper diagnostic          ce qui manque, et quoi faire"
if [ "$a_taper" = '~/.local/bin/tableur' ]; then
    dire 'Après vous être reconnecté, « tableur » suffira peut-être : sinon, gardez « ~/.local/bin/tableur ».'
fi
exit $code
