"""Le contrôle de paie de la démonstration : fautes du livre d'exemple retrouvées, questions écrites."""

from pathlib import Path

import pytest

from tableur.cli.demo_controle_de_paie import demontrer_un_controle


def test_la_demonstration_trouve_les_deux_fautes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_ouvrir = demontrer_un_controle(tmp_path)
    sortie = capsys.readouterr().out
    for attendu in ("1 sans écart", "SMIC courant, 12,31", "La tranche 2 est oubliée"):
        assert attendu in sortie
    questions = tmp_path / "controle-de-paie" / "questions-au-cabinet.txt"
    assert str(questions) in a_ouvrir[0]
    assert 2 == questions.read_text(encoding="utf-8").count("Pouvez-vous nous dire")
