"""`python -m stillpd`."""

from stillpd.cli.main import main

main()
