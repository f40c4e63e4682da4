"""`python -m ripeness` is the command `ripeness`."""

from ripeness.cli import main

main()
