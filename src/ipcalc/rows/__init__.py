"""Files of rows, and nothing of law: CSV, JSON Lines, XLSX, output that appears whole or not at all."""
