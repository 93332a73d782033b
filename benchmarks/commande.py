"""Temps de réponse de la commande, en rapport à « python -c 'import click' »."""

from mesures import chronometrer, commande, imprimer

TABLEUR = ("-m", "tableur")


def principal() -> None:
    """Mesure les trois commandes en alternance et imprime les rapports."""
    click, version, appel = chronometrer(
        commande("-c", "import click"),
        commande(*TABLEUR, "--version"),
        commande(*TABLEUR, "appeler", "point_de_commande", "20", "5"),
        essais=21,
    )
    imprimer(
        "Temps de réponse de la commande",
        ("python -c 'import click'", click),
        [("tableur --version", version, 1.2), ("tableur appeler point_de_commande 20 5", appel, 2.0)],
    )


if __name__ == "__main__":
    principal()
