"""The command line: what the pages show, as text, JSON, CSV and files."""
