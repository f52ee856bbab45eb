"""How an answer looks: JSON, table, CSV, Markdown. It takes results and decides nothing."""
