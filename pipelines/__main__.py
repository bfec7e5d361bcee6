"""`python -m pipelines` is the command `inspections`."""

from pipelines.cli import main

main()
