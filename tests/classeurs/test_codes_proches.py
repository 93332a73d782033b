"""Un matricule dont le tableur a ôté les zéros est reconnu dans la phrase qui le refuse."""

from tableur.classeurs.coherence import _proches


def test_les_zeros_perdus_ne_cachent_pas_le_bon_code() -> None:
    connus = ["001", "007", "0070", "A07"]
    assert ["007"] == _proches("7", connus)
    assert ["001"] == _proches("01", connus)
    assert ["A07"] == _proches("a07", connus)
    assert [] == _proches("8", connus)
