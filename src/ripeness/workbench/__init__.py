"""The workbench: cases in a browser, on one machine."""
