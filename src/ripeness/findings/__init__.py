"""What a case's numbers say, section by section, before they are set."""
