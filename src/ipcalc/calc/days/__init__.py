"""Days: counting, closed days, suspensions, and what is kept between rows."""
