"""Le paquet d'essai est lu par le catalogue, jamais collecté par pytest."""

collect_ignore = ["paquet_d_essai"]
