"""What follows from the law: counting, last days, fees. Pure: no files, no clock, no printing."""
