"""What is paid: the fees of a day, their lines for given quantities, charges, and whole estimates."""
